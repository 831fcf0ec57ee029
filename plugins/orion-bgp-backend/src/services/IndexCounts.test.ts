import { mockServices } from '@backstage/backend-test-utils';
import {
  BgpDriver,
  FamilyCounters,
  RouterIdentity,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { routerReading, sessionReading } from '../__testUtils__/readings';
import { PastCounts, TableCounts } from '../rib/answer/TableCounts';
import { AttributePool } from '../rib/pool/AttributePool';
import { RibTableBuilder } from '../rib/table/RibTableBuilder';
import { countTable } from '../rib/worker/countTable';
import { parsePrefix } from '../routes/addresses';
import { PathFlag } from '../routes/RouteSource';
import { IndexCounts } from './IndexCounts';

const { received, accepted, best, filtered } = PathFlag;
const SINCE = '2026-11-01T00:00:00.000Z';
const AFTER = '2026-11-01T00:05:00.000Z';
const LATER = '2026-11-01T00:20:00.000Z';

function session(over: Partial<Session> = {}): Session {
  return {
    ...sessionReading({ since: SINCE }),
    router: 'gw1',
    gone: false,
    flaps: { lastDay: 0, lastWeek: 0, watchedSince: '2026-01-01T00:00:00Z' },
    ...over,
  };
}

const gobgp = (over: Partial<Session> = {}) =>
  session({
    router: 'gw2',
    families: [
      {
        family: 'ipv6-unicast',
        up: true,
        counters: { received: { value: 9, definition: 'gobgp.received' } },
      },
    ],
    ...over,
  });

/** As the collector counts it: three paths of he_v6, one of them refused. */
function counted(
  router: string,
  state: Partial<TableState> = {},
  exported = new Map([['he_v6', 2]]),
  pastCounts?: PastCounts,
): TableCounts {
  const builder = new RibTableBuilder(new AttributePool(), {
    router,
    asn: 394955,
  });
  const flags = [received | accepted | best, received | accepted];
  [...flags, received | filtered].forEach((flag, index) =>
    builder.add({
      ...parsePrefix(`2001:db8:${index}::/48`)!,
      attributes: new Uint8Array(),
      session: 'he_v6',
      origin: 'bgp',
      pathId: 0,
      flags: flag,
      since: 0,
    }),
  );
  const table = builder.build(undefined);
  if (exported.get('he_v6')) {
    ['2001:db8:0::/48', '2001:db8:1::/48'].forEach(prefix =>
      table.markExport('he_v6', { ...parsePrefix(prefix)!, from: 'he_v6' }),
    );
  }
  return countTable({
    exported,
    pastCounts,
    table,
    state: {
      router,
      state: 'live',
      dumpedAt: AFTER,
      dumpMs: 1000,
      paths: { ipv4: 0, ipv6: 3 },
      prefixes: { ipv4: 0, ipv6: 3 },
      bytes: 0,
      sharedBytes: 0,
      ...state,
    },
  });
}

const identities = new Map<string, RouterIdentity>(
  Object.entries({ gw1: 'bird', gw2: 'gobgp-v4' } as const).map(
    ([id, driver]: [string, BgpDriver]) => [
      id,
      { ...routerReading().identity, driver },
    ],
  ),
);

const create = (ask: jest.Mock, patienceMs?: number) =>
  new IndexCounts({
    collector: { ask } as never,
    logger: mockServices.logger.mock(),
    patienceMs,
  });

async function countersOf(
  one: Session,
  tables: TableCounts[],
): Promise<FamilyCounters> {
  const ask = jest.fn().mockResolvedValue(tables);
  const [whole] = await create(ask).complete([one], identities);
  return whole.families[0].counters;
}

const empty = { definition: 'index', value: undefined };

/** A table that is being read again, and what it told five minutes before. */
function behind(): TableCounts {
  const { readSince, sessions, unsent } = counted('gw2');
  return counted('gw2', { state: 'resyncing' }, new Map(), {
    ...{ readSince, sessions, unsent },
    countedAt: LATER,
  });
}

describe('IndexCounts', () => {
  it('fills in what GoBGP leaves to the index, and nothing it knows', async () => {
    expect(await countersOf(gobgp(), [counted('gw2')])).toEqual({
      received: { value: 9, definition: 'gobgp.received' },
      filtered: { value: 1, definition: 'index' },
      accepted: { value: 2, definition: 'index' },
      best: { value: 1, definition: 'index' },
      exported: { value: 2, definition: 'index' },
    });
  });

  it('never says what a BIRD refused that does not keep it', async () => {
    const counters: FamilyCounters = {
      received: { definition: 'bird.kept' },
      filtered: { definition: 'bird.filtered' },
      accepted: { value: 2, definition: 'bird.imported' },
      best: { value: 1, definition: 'bird.preferred' },
      exported: { value: 2, definition: 'bird.exported' },
    };
    const families = [{ family: 'ipv6-unicast', up: true, counters }];
    expect(await countersOf(session({ families }), [counted('gw1')])).toEqual(
      counters,
    );
  });

  it('knows of a BIRD without counters what its table can tell', async () => {
    const families = [{ family: 'ipv6-unicast', up: true, counters: {} }];
    const found = await countersOf(session({ families }), [counted('gw1')]);
    expect(found).toMatchObject({ accepted: { value: 2 }, best: { value: 1 } });
    expect(found.received).toBeUndefined();
    expect(found.filtered).toBeUndefined();
  });

  it('says of when a table is that no events keep up', async () => {
    expect(
      await countersOf(gobgp(), [counted('gw2', { state: 'polled' })]),
    ).toMatchObject({
      accepted: { value: 2, definition: 'index', asOf: AFTER },
    });
  });

  it.each([
    ['is being read again', counted('gw2', { state: 'resyncing' }), SINCE],
    ['was read before the session came up', counted('gw2'), AFTER],
    [
      'was begun before the session came up',
      counted('gw2'),
      '2026-11-01T00:04:59.500Z',
    ],
    ['may be of before the session came up', counted('gw2'), undefined],
    ['is not there', undefined, SINCE],
  ])('leaves it empty while the table %s', async (_, table, since) => {
    expect(await countersOf(gobgp({ since }), table ? [table] : [])).toEqual({
      received: { value: 9, definition: 'gobgp.received' },
      filtered: empty,
      accepted: empty,
      best: empty,
      exported: empty,
    });
  });

  it('shows what a table told before it fell behind, as of then, and nothing the daemon knows', async () => {
    const was = (value: number) => ({
      ...{ value, definition: 'index' },
      ...{ asOf: LATER, stale: true },
    });
    expect(await countersOf(gobgp(), [behind()])).toEqual({
      received: { value: 9, definition: 'gobgp.received' },
      filtered: was(1),
      accepted: was(2),
      best: was(1),
      exported: was(2),
    });
    // One that is current again is as old as the session.
    const current = await countersOf(gobgp(), [
      { ...counted('gw2'), before: behind().before },
    ]);
    expect(current.accepted).toEqual({ value: 2, definition: 'index' });
  });

  it.each([
    ['came up anew since', AFTER],
    ['came up anew after it was counted', '2026-11-01T00:21:00.000Z'],
    ['has no age', undefined],
  ])('shows nothing of before where the session %s', async (_, since) => {
    const found = await countersOf(gobgp({ since }), [behind()]);
    expect(found.accepted).toEqual(empty);
    expect(found.exported).toEqual(empty);
  });

  it('knows that nothing came over a session without a path, and what is not known to go out', async () => {
    const quiet = gobgp({ name: '2001:db8::9' });
    expect(await countersOf(quiet, [counted('gw2')])).toMatchObject({
      filtered: { value: 0 },
      accepted: { value: 0 },
      best: { value: 0 },
      exported: empty,
    });
    const unsent = counted('gw2', {}, new Map([['2001:db8::9', 0]]));
    expect(await countersOf(quiet, [unsent])).toMatchObject({
      exported: { value: 0, definition: 'index' },
    });
  });

  it('asks once for a whole list, only about routers that lack something, and keeps it', async () => {
    const ask = jest.fn().mockResolvedValue([counted('gw2')]);
    const counts = create(ask);
    const [family] = session().families;
    const counters: FamilyCounters = {
      ...family.counters,
      exported: { value: 3, definition: 'bird.exported' },
    };
    const bird = session({ families: [{ ...family, counters }] });
    const list = [bird, gobgp(), gobgp({ name: 'another' })];
    const [same] = await counts.complete(list, identities);
    await counts.complete(list, identities);
    expect(same).toEqual(bird);
    expect(ask.mock.calls).toEqual([['counts', { routers: ['gw2'] }]]);
  });

  it('leaves it empty when the collector is away, and does not ask again at once', async () => {
    const ask = jest.fn().mockRejectedValue(new Error('away'));
    const counts = create(ask);
    for (let look = 0; look < 2; look++) {
      const [whole] = await counts.complete([gobgp()], identities);
      expect(whole.families[0].counters.accepted).toEqual(empty);
    }
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('does not let a list wait for a slow one, which counts for the next', async () => {
    let answer = (_: TableCounts[]) => {};
    const ask = jest.fn(() => new Promise(resolve => (answer = resolve)));
    const counts = create(ask as jest.Mock, 20);
    const [first] = await counts.complete([gobgp()], identities);
    expect(first.families[0].counters.accepted).toEqual(empty);
    answer([counted('gw2')]);
    const [second] = await counts.complete([gobgp()], identities);
    expect(second.families[0].counters.accepted).toMatchObject({ value: 2 });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['is down', { state: 'idle' as const }],
    ['is gone', { gone: true }],
    [
      'does not exchange its family',
      { families: [{ family: 'ipv6-unicast', up: false, counters: {} }] },
    ],
    [
      'has a family that is in no table',
      { families: [{ family: 'ipv6-flowspec', up: true, counters: {} }] },
    ],
  ])('asks nothing about a session that %s', async (_, over) => {
    const ask = jest.fn();
    const one = gobgp(over);
    expect(await create(ask).complete([one], identities)).toEqual([one]);
    expect(ask).not.toHaveBeenCalled();
  });
});
