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
