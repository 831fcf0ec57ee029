import { gw1Seed, LINK_NETWORKS, RunningGobgp, startGobgp } from '@orion/lab';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { GobgpRouteSource } from './GobgpRouteSource';

const { received, accepted, filtered, best } = PathFlag;
const { signal } = new AbortController();
const NAMES = 'fe80::1%eth0, fe80::1%eth1';

/** Neighbors on links, of whom each sends two routes and one that is refused. */
const seedOf = (addresses: string[]) => (now: number) => {
  const model = gw1Seed(now);
  const [session] = model.sessions;
  const hop = '2001:db8:100::1';
  const sessions = addresses.map((neighborAddress, at) => {
    const neighborAs = 64_496 + at;
    const offers = ['a', 'b', 'c'].map(network => ({
      prefix: `2001:db8:${network}${at}::/48`,
      attributes: {
        origin: 'IGP' as const,
        asPath: [neighborAs],
        nextHop: hop,
      },
      refusedFor: network === 'c' ? 2 : undefined,
      since: now,
    }));
    const [channel] = session.channels;
    const channels = [{ ...channel, exports: 'all' as const, offers }];
    return {
      ...session,
      ...{ name: `ll${at}`, neighborAs, neighborAddress, channels },
    };
  });
  return { ...model, own: [], sessions };
};

describe.each([3, 4] as const)('link-local neighbors of GoBGP %i', api => {
  let gobgp: RunningGobgp;
  let source: GobgpRouteSource;

  const start = async (...addresses: string[]) => {
    const seed = seedOf(addresses);
    gobgp = await startGobgp({ port: 0, api, seed, connectMs: 50 });
    source = GobgpRouteSource.create({
      router: 'edge1',
      address: gobgp.target,
      nextHops: LINK_NETWORKS,
    });
  };
  afterEach(async () => {
    await source.close();
    await gobgp.stop();
  });

  const read = async () => {
    const rows = { dumped: [] as string[], found: [] as string[] };
    const into = (list: string[]) => (path: PathRecord) => {
      const { address, length, session, flags } = path;
      list.push(`${formatPrefix(address, length)} ${session} ${flags}`);
    };
    await source.dumpPaths({ signal, sink: into(rows.dumped) });
    const prefixes = rows.dumped.map(text => parsePrefix(text.split(' ')[0])!);
    await source.lookupPaths({ signal, prefixes, sink: into(rows.found) });
    return { dumped: rows.dumped.sort(), found: rows.found.sort() };
  };

  it('have their routes under their names, the best among them', async () => {
    await start('fe80::1%eth0', 'fe80::2%eth0');
    const rows = [0, 1].flatMap(at => {
      const name = `fe80::${at + 1}%eth0`;
      return [
        `2001:db8:a${at}::/48 ${name} ${received | accepted | best}`,
        `2001:db8:b${at}::/48 ${name} ${received | accepted | best}`,
        `2001:db8:c${at}::/48 ${name} ${received | filtered}`,
      ];
    });
    expect(await read()).toEqual({ dumped: rows.sort(), found: rows });
    expect((await source.readRouter({ signal })).problems).toEqual([]);
    const sent: string[] = [];
    await source.dumpExports({
      signal,
      session: 'fe80::2%eth0',
      sink: ({ address, length, from }) =>
        void sent.push(`${formatPrefix(address, length)} ${from}`),
    });
    expect(sent).toEqual([
      '2001:db8:a0::/48 fe80::1%eth0',
      '2001:db8:b0::/48 fe80::1%eth0',
    ]);
  });

  it('says who it cannot tell apart, and refuses nothing in their name', async () => {
    await start('fe80::1%eth0', 'fe80::1%eth1', 'fe80::2%eth0');
    const { problems, sessions } = await source.readRouter({ signal });
    const { dumped, found } = await read();
    const flagsOf = (rows: string[], prefix: string) =>
      rows
        .filter(text => text.startsWith(prefix))
        .map(text => text.slice(prefix.length + 1));
    const isKnown = sessions.map(
      ({ families }) => families[0].counters.best === undefined,
    );
    // GoBGP 4 keeps zones.
    const told = {
      3: {
        problems: [expect.stringContaining(NAMES)],
        isKnown: [false, false, true],
        accepted: [
          `fe80::1 ${received | accepted | best}`,
          `fe80::1%eth0 ${received}`,
        ],
        refused: [`fe80::1%eth1 ${received}`],
      },
      4: {
        problems: [],
        isKnown: [true, true, true],
        accepted: [`fe80::1%eth0 ${received | accepted | best}`],
        refused: [`fe80::1%eth1 ${received | filtered}`],
      },
    }[api];
    expect(problems).toEqual(told.problems);
    expect(isKnown).toEqual(told.isKnown);
    for (const rows of [dumped, found]) {
      expect(flagsOf(rows, '2001:db8:a0::/48')).toEqual(told.accepted);
      expect(flagsOf(rows, '2001:db8:c1::/48')).toEqual(told.refused);
      expect(flagsOf(rows, '2001:db8:c2::/48')).toEqual([
        `fe80::2%eth0 ${received | filtered}`,
      ]);
    }
  });
});
