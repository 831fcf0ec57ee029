import { BgpAttributes, RunningBird, startBird } from '@orion/lab';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { parsePrefix } from '../../routes/addresses';
import { PathFlag, PathRecord, SentRecord } from '../../routes/RouteSource';
import { detectTransition } from '../../services/detectTransition';
import { BirdRouteSource, BirdRouteSourceOptions } from './BirdRouteSource';
import { connectUnix } from './connectUnix';
import { readAddress } from './readAddress';
import { copyPath, prefixOf } from './testing';

const { signal } = new AbortController();

describe('BirdRouteSource with the gateway of the lab', () => {
  let bird: RunningBird;
  let source: BirdRouteSource;

  const sourceOf = (
    { path }: RunningBird,
    options: Partial<BirdRouteSourceOptions> = {},
  ) =>
    new BirdRouteSource({
      router: 'gw1',
      open: () => connectUnix(path),
      commandMs: 1_000,
      ...options,
    });

  beforeEach(async () => {
    bird = await startBird({ connectMs: 50 });
    source = sourceOf(bird);
  });
  afterEach(async () => {
    await source.close();
    await bird.stop();
  });

  const dump = async (from = source) => {
    const paths = new Map<string, PathRecord>();
    const count = await from.dumpPaths({
      signal,
      sink: path => {
        paths.set(`${prefixOf(path)} ${path.session}`, copyPath(path));
      },
    });
    expect(paths.size).toBe(count);
    return paths;
  };

  it('reads the router as it is', async () => {
    const { identity, sessions, problems } = await source.readRouter({
      signal,
    });
    expect(identity).toMatchObject({
      version: '2.0.12',
      routerId: '10.0.10.1',
      asn: 394955,
      hostname: 'gw1',
      startedAt: expect.stringMatching(/Z$/),
    });
    expect(problems).toEqual([]);
    const refused = bird.world.refused('ipv6').length;
    expect(sessions).toMatchObject([
      {
        name: 'he_v6',
        state: 'established',
        neighborAs: 6939,
        type: 'external',
        role: { local: 'customer', remote: 'provider' },
        since: new Date(
          Math.floor(bird.world.session('he_v6').since / 1000) * 1000,
        ).toISOString(),
        families: [
          {
            family: 'ipv6-unicast',
            counters: {
              received: { value: 1_500 },
              filtered: { value: refused },
              accepted: { value: 1_500 - refused },
              exported: { value: 2 },
            },
            importLimit: { limit: 300_000, used: 1_500 - refused },
          },
        ],
      },
      { name: 'he_v4', families: [{ importLimit: { limit: 1_200_000 } }] },
      { name: 'shadow', type: 'internal' },
    ]);
  });

  it('looks up a few prefixes, those refused too, as a dump has them', async () => {
    // Whoever keeps a table does not always read the router before.
    const all = await dump();
    const refused = [...all.values()].find(
      ({ flags }) => flags & PathFlag.filtered,
    )!;
    const own = [...all.values()].find(({ session }) => session === '')!;
    const unknown = { ...own, length: own.length + 3 };
    const found: string[] = [];
    const count = await source.lookupPaths({
      signal,
      prefixes: [refused, own, unknown],
      sink: path => void found.push(`${prefixOf(path)} ${path.session}`),
    });
    const wanted = [...all.keys()].filter(key =>
      [refused, own].some(path => key.startsWith(`${prefixOf(path)} `)),
    );
    expect(found.sort()).toEqual(wanted.sort());
    expect(count).toBe(wanted.length);
    // A table of the other family is no failure.
    const both = sourceOf(bird, { tables: ['master4', 'master6'] });
    await both.readRouter({ signal });
    const again: string[] = [];
    await both.lookupPaths({
      signal,
      prefixes: [refused, own],
      sink: path => void again.push(`${prefixOf(path)} ${path.session}`),
    });
    await both.close();
    expect(again.sort()).toEqual(wanted.sort());
  });

  it('hands over every path with the attributes the neighbor sent', async () => {
    const paths = await dump();
    const { world } = bird;
    let compared = 0;
    for (const family of ['ipv4', 'ipv6'] as const) {
      const all = [
        ...[...world.table(family).values()].flat(),
        ...world.refused(family),
      ];
      for (const { prefix, session, attributes, filtered, best } of all) {
        const path = paths.get(`${whole(prefix)} ${session?.name ?? ''}`)!;
        expect([prefix, Boolean(path.flags & PathFlag.filtered)]).toEqual([
          prefix,
          filtered,
        ]);
        expect([prefix, Boolean(path.flags & PathFlag.best)]).toEqual([
          prefix,
          best && !filtered,
        ]);
        expect(Buffer.from(path.attributes)).toEqual(
          Buffer.from(attributes ? encodeAttributes(toPath(attributes)) : []),
        );
        compared++;
      }
    }
    expect(compared).toBe(1_500 + 600 + 3);
    expect(paths.size).toBe(compared);
  });

  it('hands over what goes out', async () => {
    const exports = async (session: string) => {
      const found: (string | undefined)[] = [];
      await source.dumpExports({
        signal,
        session,
        sink: ({ from }) => void found.push(from),
      });
      return found;
    };
    expect(await exports('he_v6')).toEqual(['', '']);
    const shadow = await exports('shadow');
    expect(shadow).toHaveLength(
      bird.world.table('ipv6').size + bird.world.table('ipv4').size,
    );
    expect(new Set(shadow)).toEqual(new Set(['', 'he_v6', 'he_v4']));
  });

  it('tells how a prefix goes out, and of a MED whether the filter set it', async () => {
    const sent = async (session: string, ...prefixes: string[]) => {
      const found: SentRecord[] = [];
      const count = await source.lookupExports({
        signal,
        session,
        prefixes: prefixes.map(prefix => parsePrefix(prefix)!),
        sink: route => void found.push(route),
      });
      expect(count).toBe(found.length);
      return found;
    };
    const [own] = bird.world.state.own.filter(({ prefix }) =>
      prefix.includes(':'),
    );
    const [channel] = bird.world.session('he_v6').channels;
    expect(await sent('he_v6', own.prefix, '2001:db8:ffff::/48')).toMatchObject(
      [{ family: 6, asSent: false, attributes: new Uint8Array() }],
    );
    channel.exportSets = {
      ...{ med: 30, prepends: [394955] },
      communities: [[65535, 65281]],
    };
    const [marked] = await sent('he_v6', own.prefix);
    expect(decodeAttributes(marked.attributes)).toEqual({
      asPath: [{ type: 'sequence', asns: [394955] }],
      med: 30,
      communities: [0xffffff01],
    });
    expect(marked.doubtfulMed).toBeUndefined();
    // Of a route with a MED nobody sees in the list whether that goes out.
    const { prefix, attributes } = channel.offers.find(
      ({ refusedFor }) => !refusedFor,
    )!;
    bird.world.announce('he_v6', 'ipv6', [
      { prefix, attributes: { ...attributes, med: 77 } },
    ]);
    expect(await sent('shadow', prefix)).toMatchObject([{ doubtfulMed: true }]);
    bird.world.sessionDown('he_v6', 'Received: Hold timer expired');
    expect(await sent('he_v6', own.prefix)).toEqual([]);
    await expect(sent('static6', own.prefix)).rejects.toThrow(
      "gw1 has no BGP session 'static6'",
    );
  });

  it('notices within a second what happens to a session', async () => {
    await source.readRouter({ signal });
    const waiting = source.waitForSessionChange({ signal, withinMs: 5_000 });
    setTimeout(
      () => bird.world.sessionDown('he_v6', 'Received: Hold timer expired'),
      50,
    );
    const started = Date.now();
    expect(await waiting).toBe(true);
    expect(Date.now() - started).toBeLessThan(1_000);
    const { sessions } = await source.readRouter({ signal });
    expect(sessions[0]).toMatchObject({
      state: 'active',
      adminState: 'up',
      lastError: 'Received: Hold timer expired',
    });
    bird.world.disable('he_v4', 'maintenance');
    const again = await source.readRouter({ signal });
    expect(again.sessions[1]).toMatchObject({
      state: 'down',
      adminState: 'down',
      shutdownMessage: 'maintenance',
      shutdownMessageFrom: 'own',
      lastError: undefined,
    });
    // Kept paths are still a thing this router can do.
    expect(again.identity.capabilities.filteredRoutes).toBe(true);
  });

  it('tells a session that the daemon switched off from one that a person did', async () => {
    const read = async () => {
      const { sessions } = await source.readRouter({ signal });
      return sessions.find(({ name }) => name === 'he_v6')!;
    };
    bird.world.session('he_v6').disableAfterError = true;
    bird.world.sessionDown('he_v6', 'BGP Error: Hold timer expired');
    expect(await read()).toMatchObject({
      ...{ state: 'down', adminState: 'down', disabledBy: 'daemon' },
      lastError: 'BGP Error: Hold timer expired',
    });
    bird.world.enable('he_v6');
    bird.world.disable('he_v6');
    expect(await read()).toMatchObject({ state: 'down', adminState: 'down' });
    expect((await read()).disabledBy).toBeUndefined();
  });

  it('only ever asks, and on connections that can do nothing else', async () => {
    await source.readRouter({ signal });
    await dump();
    await source.dumpExports({ signal, session: 'he_v6', sink: () => {} });
    const asked = bird.requests();
    expect(
      new Set(asked.map(({ method, path }) => `${method} ${path}`)),
    ).toEqual(
      new Set([
        'COMMAND restrict',
        'RESTRICTED timeformat "%s"',
        'RESTRICTED show status',
        'RESTRICTED show protocols',
        'RESTRICTED show protocols all',
        "RESTRICTED show route table 'master4' all",
        "RESTRICTED show route table 'master6' all",
        "RESTRICTED show route table 'master4' filtered all",
        "RESTRICTED show route table 'master6' filtered all",
        "RESTRICTED show route export 'he_v6'",
      ]),
    );
  });

  it.each([
    ['hang', 'deadline'],
    ['halfLine', 'deadline'],
    ['dropConnection', 'closed'],
    ['garbage', 'protocol'],
  ] as const)(
    'survives %s and is right the next time',
    async (fault, problem) => {
      for (const command of ['show status', 'show protocols all', 'greeting']) {
        bird.faults.set(fault, { command, times: 1 });
        if (command === 'greeting') {
          await source.close();
          source = sourceOf(bird);
        }
        await expect(source.readRouter({ signal })).rejects.toMatchObject({
          problem,
          message: expect.stringMatching(/^gw1 /),
        });
        const { sessions } = await source.readRouter({ signal });
        expect(sessions).toHaveLength(3);
      }
    },
  );

  it('does not keep half a table, and bounds what it reads', async () => {
    bird.faults.set('dropConnection', { command: 'show route', times: 1 });
    await expect(dump()).rejects.toMatchObject({ problem: 'closed' });
    bird.faults.set('hugeAnswer', {
      command: 'show route',
      bytes: 1e9,
      times: 1,
    });
    const bounded = sourceOf(bird, { maxReplyBytes: 5_000_000 });
    await expect(dump(bounded)).rejects.toMatchObject({
      problem: 'limit',
      message: 'gw1 sent more than 5000000 bytes in one reply',
    });
    expect((await dump(bounded)).size).toBe(2_103);
    await bounded.close();
  });

  it('says that nobody listens, and comes back', async () => {
    await source.readRouter({ signal });
    bird.faults.set('refuse');
    await new Promise(resolve => setTimeout(resolve, 30));
    await expect(source.readRouter({ signal })).rejects.toMatchObject({
      problem: 'connect',
    });
    bird.faults.clear('refuse');
    await new Promise(resolve => setTimeout(resolve, 30));
    expect((await source.readRouter({ signal })).sessions).toHaveLength(3);
  });

  it('dates nothing by a clock that is wrong, and knows time zones', async () => {
    const moment = (await source.readRouter({ signal })).sessions[0].since;
    bird.faults.set('clockStep', { seconds: 400 });
    const wrong = await source.readRouter({ signal });
    expect(wrong.sessions[0].since).toBeUndefined();
    expect(wrong.problems).toEqual([]);
    expect(wrong.notes).toEqual([expect.stringContaining('clock of gw1')]);
    bird.faults.clear();

    const kathmandu = await startBird({
      seed: () => bird.world.state,
      utcOffsetMinutes: 345,
    });
    const other = sourceOf(kathmandu);
    const { sessions } = await other.readRouter({ signal });
    expect(sessions[0].since).toBe(moment);
    await other.close();
    await kathmandu.stop();
  });

  it.each([
    ['forward by an hour', 3_600],
    ['back by an hour', -3_600],
    ['forward by a quarter of one', 900],
    ['by what is no time zone', 1_000],
    ['by a moment', 30],
  ])(
    'takes no session for a new one when its own clock is set %s',
    async (_, step) => {
      let ahead = 0;
      const own = sourceOf(bird, { now: () => Date.now() / 1000 + ahead });
      const read = async () => (await own.readRouter({ signal })).sessions;
      const readings = [await read(), await read()];
      ahead = step;
      readings.push(await read(), await read());
      ahead = 0;
      readings.push(await read(), await read());
      await own.close();
      const seen = readings
        .slice(1)
        .flatMap((sessions, index) =>
          sessions.map(
            (session, at) =>
              detectTransition(readings[index][at], session)?.flap,
          ),
        );
      expect(seen).toHaveLength(15);
      expect(seen.filter(flap => flap !== undefined)).toEqual([]);
      // Back where it was, and as it was.
      expect(readings.at(-1)![0].since).toBe(readings[0][0].since);
      expect(readings[0][0].since).toBeDefined();
    },
  );

  it.each([
    ['forward by a moment', [6]],
    ['forward by half a minute, twice', [30, 60]],
    ['back by a minute and a half', [-90]],
    ['slowly, as it is corrected', Array.from({ length: 12 }, (_, i) => i + 1)],
  ])(
    'takes no session for a new one when the clock of the router is set %s',
    async (_, steps) => {
      const own = sourceOf(bird);
      const read = () => own.readRouter({ signal });
      const readings = [await read()];
      for (const seconds of steps) {
        bird.faults.set('clockStep', { seconds });
        readings.push(await read(), await read());
      }
      const seen = readings
        .slice(1)
        .flatMap(({ sessions }, index) =>
          sessions.map((session, at) =>
            detectTransition(readings[index].sessions[at], session),
          ),
        );
      expect(seen).toHaveLength(steps.length * 6);
      expect(seen.filter(one => one !== undefined)).toEqual([]);
      const [first, last] = [readings[0], readings.at(-1)!].map(
        ({ sessions }) => Date.parse(sessions[0].since!),
      );
      expect(Math.abs(last - first)).toBeLessThanOrEqual(3_000);
      bird.faults.clear();
      await own.close();
    },
  );

  it('says by how much the clock of a router is wrong', async () => {
    const own = sourceOf(bird);
    bird.faults.set('clockStep', { seconds: 40 });
    const { notes, sessions } = await own.readRouter({ signal });
    bird.faults.clear();
    await own.close();
    expect(notes).toEqual([
      expect.stringMatching(/^The clock of gw1 is (39|40) s ahead of that/),
    ]);
    expect(sessions[0].since).toBeDefined();
  });

  it('waits for a slow sink without losing a path', async () => {
    let busy = 0;
    let seen = 0;
    const count = await source.dumpPaths({
      signal,
      sink: async () => {
        expect(busy++).toBe(0);
        await new Promise(resolve => setImmediate(resolve));
        busy--;
        seen++;
      },
    });
    expect([count, seen]).toEqual([2_103, 2_103]);
  });
});

/** `2001:db8::/32` with all its groups, as `prefixOf` writes it. */
function whole(prefix: string): string {
  const [address, length] = prefix.split('/');
  return prefixOf({
    address: addressOf(address),
    family: address.includes(':') ? 6 : 4,
    length: Number(length),
  } as PathRecord);
}

function addressOf(text: string): Uint8Array {
  const slot = { bytes: new Uint8Array(16), size: 0 };
  readAddress(Buffer.from(`${text}\n`), 0, slot);
  return slot.bytes.slice(0, slot.size);
}

/** The lab's words for attributes as those of this package. */
function toPath(attributes: BgpAttributes) {
  const { asPath, aggregator, communities, nextHopLinkLocal } = attributes;
  const segments: { type: 'sequence' | 'set'; asns: number[] }[] = [];
  for (const element of asPath) {
    const last = segments.at(-1);
    if (Array.isArray(element)) {
      segments.push({ type: 'set', asns: element });
    } else if (last?.type === 'sequence') {
      last.asns.push(element);
    } else {
      segments.push({ type: 'sequence', asns: [element] });
    }
  }
  return {
    origin: ({ IGP: 0, EGP: 1, Incomplete: 2 } as const)[attributes.origin],
    asPath: segments,
    nextHop: addressOf(attributes.nextHop),
    nextHopLinkLocal: nextHopLinkLocal
      ? addressOf(nextHopLinkLocal)
      : undefined,
    med: attributes.med,
    localPref: attributes.localPref,
    atomicAggregate: attributes.atomicAggregate,
    aggregator: aggregator && {
      asn: aggregator.asn,
      address: addressOf(aggregator.address),
    },
    communities: communities?.map(([high, low]) => high * 65_536 + low),
    largeCommunities: attributes.largeCommunities,
    otc: attributes.otc,
  };
}
