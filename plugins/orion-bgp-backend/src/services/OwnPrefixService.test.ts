import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { OwnPrefixService, OwnPrefixServiceDeps } from './OwnPrefixService';

const OWN = '2001:db8:3949::/48';

const table = (router: string, over: Partial<TableState> = {}): TableState => ({
  ...{ router, state: 'polled', bytes: 0, sharedBytes: 0 },
  paths: { ipv4: 0, ipv6: 1 },
  prefixes: { ipv4: 0, ipv6: 1 },
  ...over,
});

/** What is said of our one prefix, which gw1 has and sends to he_v6 and core. */
async function tell(
  tables: TableState[],
  hasIt = true,
  silent: { [router: string]: string } = {},
  asns = [394955, 394955],
) {
  return (await list({ tables, hasIt, silent, asns })).items[0];
}

interface World {
  tables: TableState[];
  hasIt?: boolean;
  silent?: { [router: string]: string };
  asns?: number[];
  inside?: { items: object[]; nextCursor?: string };
  /** Further paths to our one prefix. */
  more?: object[];
  ours?: string[];
  /** What the collector said before it went away. */
  remembered?: object;
}

async function list(world: World) {
  return start(world).service.list({} as never);
}

function start({
  tables,
  hasIt = true,
  silent = {},
  asns = [394955, 394955],
  inside = { items: [] },
  more = [],
  ours = [OWN],
  remembered,
}: World) {
  const asked: { method: string; q: unknown }[] = [];
  const waiting = { now: 0, most: 0 };
  const own = {
    ...{ router: 'gw1', prefix: OWN, best: true, asPath: '' },
    exportedTo: ['core', 'he_v6'],
  };
  const answers: { [method: string]: object } = {
    tables: { tables },
    aspa: { available: false },
  };
  const names = ['he_v6', 'ix', 'core'];
  const keys = ['gw1', 'gw2'].flatMap(router =>
    names.map(name => ({ router, name })),
  );
  const sessions = keys.map(({ router, name }) => ({
    ...{ router, name, gone_at: null },
    reading: {
      ...{ name, neighborAs: 6939, families: [] },
      state: name === 'ix' && router === 'gw2' ? 'idle' : 'established',
      type: name === 'core' ? 'internal' : 'external',
    },
  }));
  const recall = async (_: string, asks: () => Promise<object>) =>
    remembered
      ? { answer: remembered, freshness: { error: 'It is away.' } }
      : { answer: await asks(), freshness: {} };
  const service = OwnPrefixService.create({
    access: { assertReadsRoutes: async () => {} },
    aggregates: { find: async () => ({ prefixes: ours }) },
    collector: {
      ask: async (method: string, input: { [name: string]: unknown }) => {
        const { match, originAs, prefix, q } = input;
        asked.push({ method, q: q ?? prefix });
        waiting.now += 1;
        waiting.most = Math.max(waiting.most, waiting.now);
        await new Promise(setImmediate);
        waiting.now -= 1;
        if (method === 'validate') {
          const state =
            originAs === 394955 && prefix === OWN ? 'valid' : 'invalid';
          return { state, covering: [] };
        }
        if (method !== 'search') {
          return answers[method];
        }
        const all = [...(hasIt ? [own] : []), ...more, ...inside.items];
        return match === 'exact'
          ? { items: all.filter(one => (one as typeof own).prefix === q) }
          : { ...inside, items: all };
      },
    },
    decided: { list: async () => [] },
    memory: { recall, lookUp: recall },
    relations: new Map(),
    routers: ['gw1', 'gw2'].map((id, index) => ({
      ...{ id, asn: asns[index] },
      endpoint: { driver: 'bird' },
    })),
    store: { listSessions: async () => sessions },
    watch: {
      listStates: async (routers: { id: string }[]) =>
        routers.map(({ id }) => ({
          freshness: { stale: id in silent, fetchedAt: silent[id] },
        })),
    },
  } as unknown as OwnPrefixServiceDeps);
  return { service, asked, waiting };
}

describe('OwnPrefixService', () => {
  it('says to whom it goes out, other networks alone', async () => {
    const { announced } = await tell([table('gw1'), table('gw2')]);
    expect(announced).toEqual([
      { router: 'gw1', to: ['he_v6'], unread: undefined },
    ]);
  });

  it('says which routers nobody could look at, and nothing of their lack', async () => {
    const absent = { prefixes: undefined };
    for (const state of ['loading', 'unavailable', 'summary-only'] as const) {
      const tables = [table('gw1'), table('gw2', { ...absent, state })];
      expect(await tell(tables, false)).toMatchObject({
        announced: [],
        unknownOn: ['gw2'],
      });
    }
    expect((await tell([], false)).unknownOn).toEqual(['gw1', 'gw2']);
    const read = [table('gw1'), table('gw2', { state: 'resyncing' })];
    const { announced, unknownOn } = await tell(read, false);
    expect({ announced, unknownOn }).toEqual({
      announced: [],
      unknownOn: undefined,
    });
  });

  it('says since when it knows nothing newer of a router', async () => {
    const tables = [table('gw1'), table('gw2')];
    const since = '2026-11-26T12:00:00Z';
    expect((await tell(tables, true, { gw1: since })).announced).toEqual([
      { router: 'gw1', to: ['he_v6'], unread: undefined, asOf: since },
    ]);
    // It did not have it then; what it has now nobody knows.
    expect(await tell(tables, true, { gw2: since })).toMatchObject({
      announced: [{ router: 'gw1', asOf: undefined }],
      unknownOn: ['gw2'],
    });
    const stuck = { error: 'gw1 does not answer', dumpedAt: since };
    const { announced } = await tell([table('gw1', stuck), table('gw2')]);
    expect(announced).toMatchObject([{ router: 'gw1', asOf: since }]);
  });

  it('says who passes it on that has it from the router it is of, or from a customer', async () => {
    const tables = [table('gw1'), table('gw2')];
    const path = (over: object) => ({
      ...{ router: 'gw2', prefix: OWN, best: true, session: 'core' },
      ...{ asPath: '', exportedTo: ['he_v6', 'core'], ...over },
    });
    const announcedBy = async (...more: object[]) =>
      (await list({ tables, hasIt: false, more })).items[0].announced;
    const passesOn = { router: 'gw2', to: ['he_v6'], learned: true };
    const silent = { router: 'gw1', prefix: OWN, best: true, asPath: '' };
    expect(
      await announcedBy({ ...silent, exportedTo: ['core'] }, path({})),
    ).toMatchObject([{ router: 'gw1', to: [] }, passesOn]);
    expect(await announcedBy(path({ asPath: '65010' }))).toMatchObject([
      passesOn,
    ]);
    // Whoever else announces it is none of us; nor does it go out that is not best.
    expect(await announcedBy(path({ asPath: '64500 65010' }))).toEqual([]);
    expect(await announcedBy(path({ best: false }))).toEqual([]);
    // One that tells nobody outside is one of all routers inside.
    expect(await announcedBy(path({ exportedTo: ['core'] }))).toEqual([]);
    expect(
      (
        await list({
          tables: [table('gw1'), table('gw2', { unreadExports: ['he_v6'] })],
          ...{ hasIt: false, more: [path({ exportedTo: [] })] },
        })
      ).items[0].announced,
    ).toMatchObject([{ router: 'gw2', to: [], unread: ['he_v6'] }]);
  });

  it('judges a prefix by the AS of the router that announces it', async () => {
    const tables = [table('gw1'), table('gw2')];
    const verdict = async (asns: number[], hasIt?: boolean) =>
      (await tell(tables, hasIt, {}, asns)).rpki.state;
    expect(await verdict([394955, 64500])).toBe('valid');
    expect(await verdict([64500, 394955])).toBe('invalid');
    // Where nobody announces it, by the first one's.
    expect(await verdict([394955, 64500], false)).toBe('valid');
  });

  it('has the parts of it that somebody configured to go out, and judges them', async () => {
    const part = (prefix: string, more: object) => ({
      ...{ router: 'gw1', prefix, best: true, exportedTo: ['he_v6'] },
      asPath: '',
      ...more,
    });
    const tables = [table('gw1'), table('gw2')];
    const { items, note } = await list({
      tables,
      inside: {
        items: [
          part('2001:db8:3949:1::/64', {}),
          // Stays inside, comes from others, and goes to our own alone.
          part('2001:db8:3949:2::/64', { exportedTo: [] }),
          part('2001:db8:3949:3::/64', { session: 'ix', asPath: '64500' }),
          part('2001:db8:3949:4::/64', { exportedTo: ['core'] }),
        ],
      },
    });
    expect(
      items.map(({ prefix, rpki, announced }) => [
        prefix,
        rpki.state,
        announced.map(({ to }) => to.join()),
      ]),
    ).toEqual([
      [OWN, 'valid', ['he_v6']],
      ['2001:db8:3949:1::/64', 'invalid', ['he_v6']],
    ]);
    expect(note).toBeUndefined();
  });

  it('says of which not every part was looked at', async () => {
    const { note } = await list({
      tables: [table('gw1'), table('gw2')],
      inside: { items: [], nextCursor: 'more' },
    });
    expect(note).toBe(
      `More than 200 paths lie in ${OWN}: parts of it that go out may be missing here.`,
    );
  });

  it('names neighbors of which nobody could read what goes out to them', async () => {
    const unreadExports = ['core', 'he_v6', 'ix'];
    const { announced } = await tell([
      table('gw1', { unreadExports }),
      table('gw2', { unreadExports: ['he_v6'] }),
    ]);
    expect(announced).toEqual([
      { router: 'gw1', to: ['he_v6'], unread: ['ix'] },
    ]);
  });

  it('does not say that it goes out to nobody where nobody asks', async () => {
    const blind = { withoutExports: true };
    const path = { router: 'gw2', prefix: OWN, best: true, asPath: '' };
    const { items } = await list({
      tables: [table('gw1', blind), table('gw2', blind)],
      more: [{ ...path, exportedTo: [] }],
    });
    expect(items[0].announced).toEqual([
      { router: 'gw1', to: ['he_v6'], unread: ['ix'] },
      // Its ix is down, so nothing goes out there.
      { router: 'gw2', to: [], unread: ['he_v6'] },
    ]);
  });

  describe('one of them', () => {
    const tables = [table('gw1'), table('gw2')];
    const PART = '2001:db8:3949:1::/64';
    const part = {
      ...{ router: 'gw1', prefix: PART, best: true, asPath: '' },
      exportedTo: ['he_v6'],
    };
    const find = (prefix: string, world: Partial<World> = {}) => {
      const { service, asked } = start({ tables, ...world });
      return service.find(prefix, {} as never).then(own => ({ own, asked }));
    };

    it('is as in the list, and nothing is asked of the others', async () => {
      const many = Array.from(
        { length: 600 },
        (_, n) => `10.${n >> 8}.${n & 255}.0/24`,
      );
      const { own, asked } = await find(OWN, { ours: [OWN, ...many] });
      const { freshness, ...rest } = own!;
      expect(rest).toEqual((await list({ tables })).items[0]);
      expect(freshness).toEqual({});
      expect(asked).toEqual([
        { method: 'tables', q: undefined },
        { method: 'search', q: OWN },
        { method: 'validate', q: OWN },
      ]);
    });

    it('may be a part that goes out, and no other', async () => {
      const { own } = await find(PART, { more: [part] });
      expect(own).toMatchObject({ prefix: PART, rpki: { state: 'invalid' } });
      const inside = { ...part, exportedTo: ['core'] };
      expect((await find(PART, { more: [inside] })).own).toBeUndefined();
      // Of what lies in none of ours the collector is not asked.
      expect(await find('2001:db8:7000::/48')).toEqual({
        ...{ own: undefined, asked: [] },
      });
    });

    it('is how it was while the collector is away', async () => {
      const fact = (prefix: string) => ({
        ...{ prefix, originAs: 394955, own: [], learned: [] },
        rpki: { state: 'valid', covering: [] },
      });
      const remembered = {
        ...{ tables, parts: [PART], prefixes: [fact(OWN), fact(PART)] },
      };
      expect((await find(PART, { remembered })).own).toMatchObject({
        ...{ prefix: PART, announced: [], freshness: { error: 'It is away.' } },
      });
      const other = '2001:db8:3949:2::/64';
      expect((await find(other, { remembered })).own).toBeUndefined();
    });
  });

  it('asks of some at a time, however many are ours', async () => {
    const ours = Array.from(
      { length: 600 },
      (_, n) => `10.${n >> 8}.${n & 255}.0/24`,
    );
    const { service, waiting } = start({
      ...{ tables: [table('gw1'), table('gw2')], ours, hasIt: false },
    });
    const { items } = await service.list({} as never);
    expect(items).toHaveLength(600);
    // The collector refuses questions when more than 500 wait.
    expect(waiting.most).toBeLessThan(50);
  });
});
