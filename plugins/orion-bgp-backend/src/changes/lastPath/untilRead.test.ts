import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { untilRead } from './untilRead';

const table = (
  state: TableState['state'],
  dumpedAt?: string,
  router = 'gw1',
): TableState => ({ router, state, dumpedAt } as TableState);
const OLD = '2026-11-27T05:00:00.000Z';
const NEW = '2026-11-27T05:01:00.000Z';

/** The collector says these, one after the other, the last one again. */
async function wait(
  behind: TableState[],
  answers: TableState[][],
  more: { untilMs?: number; tookMs?: number } = {},
) {
  const { untilMs = 20_000, tookMs = 0 } = more;
  const asked: string[] = [];
  const queue = [...answers];
  const began = performance.now();
  await untilRead(
    {
      collector: {
        ask: (async (call: string, { router }: { router?: string }) => {
          asked.push([call, router].filter(Boolean).join(' '));
          return { tables: queue.length > 1 ? queue.shift() : queue[0] };
        }) as never,
      },
    },
    behind,
    { asked: new Map(), until: Date.now() + untilMs, tookMs },
    AbortSignal.timeout(20_000),
  );
  return { asked, tookMs: performance.now() - began };
}

describe('untilRead', () => {
  it('asks for the table once, and for how it stands until it is another one', async () => {
    const { asked } = await wait(
      [table('polled', OLD)],
      [
        [],
        [table('polled', OLD)],
        [table('resyncing', OLD)],
        [table('polled', NEW)],
      ],
    );
    expect(asked).toEqual(['refresh gw1', 'tables', 'tables', 'tables']);
  });

  it('waits for each of several', async () => {
    const behind = [table('polled', OLD), table('loading', undefined, 'gw2')];
    const { asked } = await wait(behind, [
      [],
      [],
      [table('polled', NEW), behind[1]],
      [table('polled', NEW), table('polled', NEW, 'gw2')],
    ]);
    expect(asked).toEqual(['refresh gw1', 'refresh gw2', 'tables', 'tables']);
  });

  it.each([
    ['is kept up by events', table('live', OLD)],
    ['is out of reach', table('unavailable', OLD)],
    ['is gone', table('polled', OLD, 'another')],
  ])('waits for none that %s', async (_, now) => {
    const { asked } = await wait([table('polled', OLD)], [[now]]);
    expect(asked).toEqual(['refresh gw1', 'tables']);
  });

  it('ends when its time is over', async () => {
    const behind = [table('polled', OLD)];
    const { asked } = await wait(behind, [behind], { untilMs: 700 });
    expect(asked).toEqual(['refresh gw1', 'tables', 'tables']);
  });

  it('rests as long as what it waits for took', async () => {
    const behind = [table('polled', OLD)];
    const answers = [[], [table('polled', NEW)]];
    const { tookMs } = await wait(behind, answers, { tookMs: 1_200 });
    expect(tookMs).toBeGreaterThan(1_150);
  });
});
