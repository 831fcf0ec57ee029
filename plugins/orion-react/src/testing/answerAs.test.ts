import { describeError } from '../format/describeError';
import { answerAs, Behaviour } from './answerAs';

const api = { read: async (word: string) => `read ${word}`, version: 1 };

async function problem(behaviour: Behaviour) {
  return describeError(
    await answerAs(behaviour, api)
      .read('it')
      .catch((error: Error) => error),
  );
}

describe('answerAs', () => {
  afterEach(() => jest.useRealTimers());

  it('leaves an API alone that answers', async () => {
    const same = answerAs('answers', api);
    await expect(same.read('it')).resolves.toBe('read it');
    expect(same.version).toBe(1);
  });

  it('fails, refuses and is silent as a page tells them apart', async () => {
    expect(await problem('error')).toMatchObject({
      status: 500,
      silent: false,
    });
    expect(await problem('denied')).toMatchObject({ denied: true });
    expect(await problem('silent')).toMatchObject({ silent: true });
  });

  it('answers at first and no more after three seconds', async () => {
    jest.useFakeTimers();
    const stale = answerAs('stale', api);
    await expect(stale.read('it')).resolves.toBe('read it');
    jest.advanceTimersByTime(3001);
    await expect(stale.read('it')).rejects.toMatchObject({ statusCode: 503 });
  });

  it('never answers while it loads', async () => {
    const answered = answerAs('loading', api).read('it');
    const first = await Promise.race([answered, Promise.resolve('nothing')]);
    expect(first).toBe('nothing');
  });
});
