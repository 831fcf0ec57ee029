import { gw1Seed, LINK_NETWORKS, RunningGobgp, startGobgp } from '@orion/lab';
import { status } from '@grpc/grpc-js';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAttributes } from '../../attributes/formatAttributes';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import {
  ExportRecord,
  PathFlag,
  PathRecord,
  PrefixKey,
  RouteUpdate,
} from '../../routes/RouteSource';
import { GobgpRouteSource } from './GobgpRouteSource';

const { received, accepted, filtered, best } = PathFlag;
const { signal } = new AbortController();

/** Two transits with one common prefix, something refused, and routes of its own. */
function seed(now: number) {
  const model = gw1Seed(now);
  const [session] = model.sessions;
  const hop = '2001:db8:100::1';
  const offer = (prefix: string, asPath: number[], refusedFor?: number) => ({
    prefix,
    attributes: { origin: 'IGP' as const, asPath, nextHop: hop },
    refusedFor,
    since: now,
  });
  const transit = (name: string, neighborAs: number, offers: object[]) => ({
    ...session,
    name,
    neighborAs,
    neighborAddress: `2001:db8:100::${name}`,
    channels: [{ ...session.channels[0], offers: offers as never }],
  });
  return {
    ...model,
    own: model.own.filter(({ prefix }) => prefix === '2001:db8:3949::/48'),
    sessions: [
      transit('1', 6939, [
        offer('2001:db8:1::/48', [6939, 64500]),
        offer('2001:db8:2::/48', [6939]),
        offer('2001:db8:3::/48', [6939], 2),
      ]),
      transit('2', 64496, [
        offer('2001:db8:1::/48', [64496, 64511, 64500]),
        offer('2001:db8:4::/48', [64496]),
      ]),
    ],
  };
}

describe.each([3, 4] as const)('GoBGP %i', api => {
  let gobgp: RunningGobgp;
  let source: GobgpRouteSource;

  beforeEach(async () => {
    gobgp = await startGobgp({ port: 0, api, seed, connectMs: 50 });
    source = GobgpRouteSource.create({
      router: 'edge1',
      address: gobgp.target,
      nextHops: LINK_NETWORKS,
    });
  });
  afterEach(async () => {
    await source.close();
    await gobgp.stop();
  });

  const row = ({ address, length, session, flags, origin }: PathRecord) =>
    [formatPrefix(address, length), session, flags, origin].join(' ');
  const dump = async () => {
    const rows: string[] = [];
    await source.dumpPaths({ signal, sink: path => void rows.push(row(path)) });
    return rows.sort();
  };
  const paths = [
    `2001:db8:1::/48 2001:db8:100::1 ${received | accepted | best} bgp`,
    `2001:db8:1::/48 2001:db8:100::2 ${received | accepted} bgp`,
    `2001:db8:2::/48 2001:db8:100::1 ${received | accepted | best} bgp`,
    `2001:db8:3949::/48  ${accepted | best} static`,
    `2001:db8:3::/48 2001:db8:100::1 ${received | filtered} bgp`,
    `2001:db8:4::/48 2001:db8:100::2 ${received | accepted | best} bgp`,
  ];

  it('tells the best of two, what was refused, and what is its own', async () => {
    expect(await dump()).toEqual(paths);
  });

  it('says while a list is made for it that one is', async () => {
    const seen = new Set<boolean>();
    const sink = () => void seen.add(source.isListing);
    await source.dumpPaths({ signal, sink });
    await source.dumpExports({ signal, session: '2001:db8:100::2', sink });
    expect([...seen]).toEqual([true]);
    expect(source.isListing).toBe(false);
  });

  it('looks up some of them, each once', async () => {
    const rows: string[] = [];
    const wanted = ['2001:db8:1::/48', '2001:db8:3::/48', '2001:db8:3949::/48'];
    const count = await source.lookupPaths({
      signal,
      prefixes: [...wanted, wanted[0], '2001:db8:9::/48', '192.0.2.0/24'].map(
        text => parsePrefix(text) as PrefixKey,
      ),
      sink: path => void rows.push(row(path)),
    });
    expect(count).toBe(4);
    expect(rows.sort()).toEqual(
      paths.filter(text => wanted.some(prefix => text.startsWith(prefix))),
    );
  });

  it('asks for an adj-in only where it has more than was accepted', async () => {
    await dump();
    const asked = gobgp.requests
      .list()
      .filter(({ method }) => method === 'ListPath')
      .map(({ params }) => `${params.table_type ?? ''} ${params.name ?? ''}`);
    expect(asked.filter(text => text.endsWith('2001:db8:100::1'))).toHaveLength(
      1,
    );
    expect(asked.filter(text => text.endsWith('2001:db8:100::2'))).toHaveLength(
      0,
    );
  });

  it('lists what goes out, with the attributes it goes out with', async () => {
    const routes: string[] = [];
    const count = await source.dumpExports({
      signal,
      session: '2001:db8:100::2',
      sink: ({ address, length, attributes, from }: ExportRecord) => {
        const { asPath } = formatAttributes(decodeAttributes(attributes!));
        routes.push(`${formatPrefix(address, length)} ${asPath} ${from}`);
      },
    });
    expect(count).toBe(1);
    expect(routes).toEqual(['2001:db8:3949::/48 394955 ']);
  });

  it('tells how a few prefixes go out, and nothing of one that is down', async () => {
    const { channels } = gobgp.world.state.sessions.find(
      ({ neighborAddress }) => neighborAddress === '2001:db8:100::2',
    )!;
    channels[0].exportSets = { med: 30, communities: [[65535, 65281]] };
    const sent = async (session: string) => {
      const routes: string[] = [];
      const count = await source.lookupExports({
        signal,
        session,
        prefixes: [
          '2001:db8:3949::/48',
          '2001:db8:ffff::/48',
          '10.0.0.0/8',
        ].map(text => parsePrefix(text)!),
        sink: ({ address, asSent, attributes, length }) => {
          const { asPath, communities, med } = formatAttributes(
            decodeAttributes(attributes),
          );
          routes.push(
            `${formatPrefix(address, length)} ${asPath} ${med} ${
              communities[0]?.value
            } ${asSent}`,
          );
        },
      });
      expect(count).toBe(routes.length);
      return routes;
    };
    expect(await sent('2001:db8:100::2')).toEqual([
      '2001:db8:3949::/48 394955 30 NO_EXPORT true',
    ]);
    expect(await sent('192.0.2.77')).toEqual([]);
  });

  it('has everything of an operator’s shutdown', async () => {
    gobgp.world.disable('2', 'CHG-42');
    const { sessions, identity } = await source.readRouter({ signal });
    expect(
      sessions.map(({ name, state, adminState, stateText }) => [
        name,
        state,
        adminState,
        stateText,
      ]),
    ).toEqual([
      ['2001:db8:100::1', 'established', 'up', 'Established'],
      ['2001:db8:100::2', 'down', 'down', 'Idle(Admin)'],
    ]);
    expect(identity).toMatchObject({
      driver: `gobgp-v${api}`,
      hostname: 'gw1',
    });
    expect(await dump()).toHaveLength(4);
  });

  describe('hearing of sessions', () => {
    const wait = (withinMs: number) =>
      source.waitForSessionChange({ signal, withinMs });

    it('takes a new subscription for a change, and misses nothing after it', async () => {
      expect(await wait(5000)).toBe(true);
      expect(await wait(100)).toBe(false);
      gobgp.world.sessionDown('1');
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
      expect(await wait(5000)).toBe(true);
      expect(await wait(100)).toBe(false);
    });

    it('takes a broken subscription for a change, and subscribes again', async () => {
      expect(await wait(5000)).toBe(true);
      expect(await wait(100)).toBe(false);
      const change = wait(5000);
      gobgp.faults.set('dropConnection', { times: 1 });
      await source.readRouter({ signal }).catch(() => {});
      expect(await change).toBe(true);
      expect(await wait(3000)).toBe(true);
      gobgp.world.sessionDown('1');
      expect(await wait(5000)).toBe(true);
    });

    it('only waits where it is refused', async () => {
      gobgp.faults.set('errorCode', {
        method: 'WatchEvent',
        code: status.PERMISSION_DENIED,
      });
      const started = Date.now();
      expect(await source.waitForSessionChange({ signal, withinMs: 500 })).toBe(
        false,
      );
      expect(Date.now() - started).toBeGreaterThanOrEqual(490);
    });

    it('ends at once when it is told to', async () => {
      const ending = new AbortController();
      const waiting = source.waitForSessionChange({
        signal: ending.signal,
        withinMs: 10_000,
      });
      ending.abort();
      await expect(waiting).rejects.toMatchObject({ problem: 'closed' });
    });
  });

  describe('in trouble', () => {
    it.each([
      [status.PERMISSION_DENIED, 'refused', 'refused ListPeer: not for you'],
      [status.UNKNOWN, 'refused', 'refused ListPeer: not for you'],
      [
        status.RESOURCE_EXHAUSTED,
        'limit',
        'gave too long an answer to ListPeer: not for you',
      ],
      [
        status.INTERNAL,
        'protocol',
        'gave an answer to ListPeer that is not understood: not for you',
      ],
      [status.ABORTED, 'closed', 'ended ListPeer: not for you'],
    ])('code %i is %s', async (code, problem, said) => {
      gobgp.faults.set('errorCode', {
        method: 'ListPeer',
        code,
        message: 'not for\n you',
        times: 1,
      });
      await expect(source.readRouter({ signal })).rejects.toMatchObject({
        problem,
        message: `GoBGP of router edge1 ${said}`,
      });
      expect((await source.readRouter({ signal })).sessions).toHaveLength(2);
    });

    it('is cut off in the middle of a dump, and starts over', async () => {
      gobgp.faults.set('dropConnection', { method: 'ListPath', times: 1 });
      await expect(dump()).rejects.toMatchObject({ problem: 'connect' });
      expect(await dump()).toEqual(paths);
    });

    it('takes half an answer for none', async () => {
      gobgp.faults.set('halfAnswer', { method: 'ListPeer', times: 1 });
      await expect(source.readRouter({ signal })).rejects.toMatchObject({
        problem: 'connect',
      });
      const { sessions } = await source.readRouter({ signal });
      expect(sessions.length).toBeGreaterThan(1);
      gobgp.faults.set('halfAnswer', { method: 'ListPath', times: 1 });
      await expect(dump()).rejects.toMatchObject({ problem: 'connect' });
      expect(await dump()).toEqual(paths);
    });

    it('stops at an endless answer', async () => {
      const careful = GobgpRouteSource.create({
        router: 'edge1',
        address: gobgp.target,
        maxAnswerBytes: 2_000_000,
      });
      gobgp.faults.set('hugeAnswer', { method: 'ListPath' });
      let taken = 0;
      await expect(
        careful.dumpPaths({ signal, sink: () => void taken++ }),
      ).rejects.toMatchObject({
        problem: 'limit',
        message:
          'GoBGP of router edge1 gave too long an answer to ListPath: more than 2000000 bytes',
      });
      expect(taken).toBeGreaterThan(1000);
      gobgp.faults.clear();
      expect(await careful.dumpPaths({ signal, sink: () => {} })).toBe(6);
      await careful.close();
    });

    it.each([
      [status.PERMISSION_DENIED, []],
      [status.UNIMPLEMENTED, []],
      [
        status.UNKNOWN,
        ['GoBGP of router edge1 refused ListPolicyAssignment: no'],
      ],
      [
        status.DEADLINE_EXCEEDED,
        [
          'GoBGP of router edge1 did not answer ListPolicyAssignment in time: no',
        ],
      ],
    ])('goes on without policies at code %i', async (code, problems) => {
      gobgp.faults.set('errorCode', {
        ...{ method: 'ListPolicyAssignment', code, message: 'no' },
        times: 1,
      });
      const reading = await source.readRouter({ signal });
      expect(reading.problems).toEqual(problems);
      expect(reading.parts.defaultPolicy).toBeUndefined();
      expect(reading.sessions).toHaveLength(2);
      // Told, it has one.
      const { parts } = await source.readRouter({ signal });
      expect(parts.defaultPolicy).toMatchObject({ import: 'accept' });
    });

    it('says so when validators cannot be read, and goes on', async () => {
      gobgp.faults.set('errorCode', { method: 'ListRpki', message: 'no' });
      expect((await source.readRouter({ signal })).problems).toEqual([
        'GoBGP of router edge1 refused ListRpki: no',
      ]);
    });
  });
});

it('gives up after ten seconds, and asks again over another connection', async () => {
  const gobgp = await startGobgp({ port: 0, seed });
  const source = GobgpRouteSource.create({
    router: 'edge1',
    address: gobgp.target,
  });
  expect((await source.readRouter({ signal })).sessions).toHaveLength(2);
  gobgp.faults.set('hang', { method: 'ListPeer', times: 1 });
  const started = Date.now();
  await expect(source.readRouter({ signal })).rejects.toMatchObject({
    problem: 'deadline',
    message: expect.stringMatching(
      /^GoBGP of router edge1 did not answer ListPeer within \d+ s$/,
    ),
  });
  expect(Date.now() - started).toBeGreaterThan(9_500);
  expect((await source.readRouter({ signal })).sessions).toHaveLength(2);
  await source.close();
  await gobgp.stop();
});

describe('route events of GoBGP 4', () => {
  it('name what changed, and end with the connection', async () => {
    const gobgp = await startGobgp({ port: 0, api: 4, seed });
    const source = GobgpRouteSource.create({
      router: 'edge1',
      address: gobgp.target,
    });
    const updates: string[] = [];
    let watching: Promise<void> | undefined;
    await new Promise<void>(resolve => {
      watching = source.watchPaths?.({
        signal,
        onReady: resolve,
        sink: ({ withdrawn, path }: RouteUpdate) =>
          void updates.push(
            `${withdrawn ? '-' : '+'} ${formatPrefix(
              path.address,
              path.length,
            )} ${path.session} ${path.flags} ${path.attributes.length}`,
          ),
      });
    });
    gobgp.world.withdraw('1', 'ipv6', ['2001:db8:2::/48']);
    gobgp.world.withdrawOwn('2001:db8:3949::/48', 'static6');
    const end = Date.now() + 5000;
    while (updates.length < 3 && Date.now() < end) {
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
    expect(updates).toEqual([
      `- 2001:db8:2::/48 2001:db8:100::1 ${received} 0`,
      `- 2001:db8:2::/48 2001:db8:100::1 ${received} 0`,
      `- 2001:db8:3949::/48  ${accepted} 0`,
    ]);
    await gobgp.stop();
    await expect(watching).rejects.toMatchObject({ problem: 'connect' });
    await source.close();
  });
});
