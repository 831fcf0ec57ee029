import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { parsePrefix } from '../../routes/addresses';
import { RouteSource, SentRecord } from '../../routes/RouteSource';
import { MemorySource } from '../testing/MemorySource';
import { SentReader, SentReaderOptions } from './SentReader';

const { signal } = new AbortController();
const question = { session: 'he_v4', prefixes: ['192.0.2.0/24'] };
const { family, address, length } = parsePrefix('192.0.2.0/24')!;
const record: SentRecord = {
  ...{ family, address, length, asSent: true },
  attributes: Uint8Array.of(0x40, 1, 1, 0),
};

function sourceWith(
  lookupExports: NonNullable<RouteSource['lookupExports']>,
): RouteSource {
  return Object.assign(new MemorySource(), { lookupExports });
}

const reader = (over: Partial<SentReaderOptions> = {}) =>
  new SentReader({ router: 'gw2', ...over });

describe('SentReader', () => {
  it('asks once for whoever asks at the same moment, and anew after a rest', async () => {
    const asked: object[] = [];
    const source = sourceWith(async ({ prefixes, session, sink }) => {
      asked.push({ prefixes, session });
      sink(record);
      return 1;
    });
    const one = reader({ minRestMs: 20 });
    const both = [question, question].map(it => one.read(source, it, signal));
    const [first, second] = await Promise.all(both);
    expect(first).toEqual({
      items: [{ prefix: '192.0.2.0/24', attributes: '40010100', asSent: true }],
      readAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(second).toBe(first);
    expect(asked).toEqual([
      { session: 'he_v4', prefixes: [{ family, address, length }] },
    ]);
    await one.read(source, { ...question, session: 'ix_v4' }, signal);
    expect(asked).toHaveLength(2);
    await new Promise(resolve => {
      setTimeout(resolve, 40);
    });
    await one.read(source, question, signal);
    expect(asked).toHaveLength(3);
  });

  it('says what went wrong, and nothing of what came before', async () => {
    const failing = sourceWith(async ({ sink }) => {
      sink(record);
      throw new Error('gw2 hung up');
    });
    expect(await reader().read(failing, question, signal)).toEqual({
      items: [],
      problem: 'gw2 hung up',
    });
  });

  it('waits no longer than its deadline', async () => {
    const silent = sourceWith(
      options =>
        new Promise((_, reject) => {
          options.signal.addEventListener('abort', () =>
            reject(new Error('cancelled')),
          );
        }),
    );
    expect(
      await reader({ deadlineMs: 20 }).read(silent, question, signal),
    ).toEqual({ items: [], problem: 'gw2 did not say it within 0.02 s.' });
  });

  it('has the answer before serve while a long one is made, and says so without one', async () => {
    const answers: (() => void)[] = [];
    const slow = sourceWith(async ({ sink }) => {
      await new Promise<void>(resolve => {
        answers.push(resolve);
      });
      sink(record);
      return 1;
    });
    const one = reader({ patienceMs: 20, minRestMs: 1 });
    expect(await one.read(slow, question, signal)).toEqual({
      items: [],
      problem: 'gw2 makes a whole list to say it, which takes a while.',
    });
    answers.shift()!();
    const first = await eventually(async () => {
      const answer = await one.read(slow, question, signal);
      return answer.problem === undefined && answer;
    });
    expect(first.items).toHaveLength(1);
    // Its rest is over: it is asked anew, and says what it said.
    await eventually(async () => {
      expect(await one.read(slow, question, signal)).toBe(first);
      return answers.length > 0;
    });
    answers.shift()!();
    await eventually(
      async () => (await one.read(slow, question, signal)) !== first,
    );
    answers.forEach(end => end());
  });

  it('asks one question at a time', async () => {
    let now = 0;
    let most = 0;
    const source = sourceWith(async () => {
      most = Math.max(most, ++now);
      await new Promise(resolve => {
        setTimeout(resolve, 10);
      });
      now--;
      return 0;
    });
    const one = reader();
    await Promise.all(
      ['he_v4', 'ix_v4', 'he_v6'].map(session =>
        one.read(source, { ...question, session }, signal),
      ),
    );
    expect(most).toBe(1);
  });

  it('says that nobody can be asked', async () => {
    expect(await reader().read(undefined, question, signal)).toEqual({
      items: [],
      problem: 'gw2 was not reached yet.',
    });
    const unable = new MemorySource();
    const able = sourceWith(async () => 0);
    for (const [one, skip] of [
      [unable, false],
      [able, true],
    ] as const) {
      expect(await reader({ skip }).read(one, question, signal)).toEqual({
        items: [],
        problem: 'gw2 is not asked what it tells its neighbors.',
      });
    }
  });
});
