import { QuestionQueue } from './QuestionQueue';

function stage(maxWaiting?: number) {
  const queue = new QuestionQueue(maxWaiting);
  const posted: number[] = [];
  const add = (...ids: number[]) =>
    ids.forEach(id => queue.add(id, () => posted.push(id)));
  return { add, posted, queue };
}

describe('QuestionQueue', () => {
  it('posts one at a time, in order', () => {
    const { add, posted, queue } = stage();
    add(1, 2, 3);
    expect(posted).toEqual([1]);
    queue.done(1);
    expect(posted).toEqual([1, 2]);
    // An answer to something else is nobody's turn.
    queue.done(1);
    queue.done(7);
    expect(posted).toEqual([1, 2]);
    queue.done(2);
    queue.done(3);
    expect(posted).toEqual([1, 2, 3]);
    add(4);
    expect(posted).toEqual([1, 2, 3, 4]);
  });

  it('never posts what nobody waits for, and waits for what was posted', () => {
    const { add, posted, queue } = stage();
    add(1, 2, 3);
    queue.drop(2);
    queue.drop(1);
    add(4);
    expect(posted).toEqual([1]);
    queue.done(1);
    queue.done(3);
    expect(posted).toEqual([1, 3, 4]);
  });

  it('refuses what is too much, naming how many wait', () => {
    const { add, posted, queue } = stage(2);
    add(1, 2, 3);
    expect(() => add(4)).toThrow(
      expect.objectContaining({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('has 2 questions waiting'),
      }),
    );
    queue.drop(2);
    add(5);
    queue.done(1);
    queue.done(3);
    expect(posted).toEqual([1, 3, 5]);
  });

  it('begins anew with a new worker', () => {
    const { add, posted, queue } = stage();
    add(1, 2);
    expect(queue.clear()).toEqual([2]);
    add(3, 4);
    queue.done(1);
    expect(posted).toEqual([1, 3]);
    queue.done(3);
    expect(posted).toEqual([1, 3, 4]);
  });
});
