import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { BirdRouteSource, BirdRouteSourceOptions } from './BirdRouteSource';
import { connectUnix } from './connectUnix';
import { TestDaemon } from './testDaemon';
import { copyPath, fixture, prefixOf } from './testing';

const { signal } = new AbortController();
/** When the fixtures were recorded. */
const recordedAt = Date.parse('2026-11-26T06:03:20Z') / 1000;
const none = '0000 \n';

describe('BirdRouteSource', () => {
  let daemon: TestDaemon;
  let source: BirdRouteSource;

  beforeEach(async () => {
    daemon = await new TestDaemon().start();
    Object.assign(daemon.answers, {
      'show status': fixture('bird2-status'),
      'show protocols': fixture('bird2-protocols'),
      'show protocols all': fixture('bird2-protocols-all'),
      'show route all': fixture('bird2-routes-all'),
      'show route filtered all': fixture('bird2-routes-filtered'),
      "show route export 'shadow'": fixture('bird2-exports'),
    });
    start();
  });
  afterEach(async () => {
    await source.close();
    await daemon.stop();
  });

  function start(options: Partial<BirdRouteSourceOptions> = {}) {
    source = new BirdRouteSource({
      router: 'gw1',
      open: () => connectUnix(daemon.path),
      now: () => recordedAt,
      commandMs: 300,
      ...options,
    });
  }

  it('reads the router, its sessions and what is wrong with it', async () => {
    expect(source.capabilities).toBeUndefined();
    const reading = await source.readRouter({ signal });
    expect(reading.identity).toEqual({
      driver: 'bird',
      version: '2.0.12',
      routerId: '10.0.10.1',
      asn: 394955,
      hostname: 'gw1',
      startedAt: '2026-11-26T05:45:40.000Z',
      configuredAt: '2026-11-26T06:02:59.000Z',
      capabilities: {
        sessionEvents: false,
        routeEvents: false,
        filteredRoutes: true,
        filterReasons: true,
        exportedRoutes: true,
        lastError: true,
        bfd: false,
        roles: true,
        ownValidation: true,
        announce: false,
      },
    });
    expect(source.capabilities).toBe(reading.identity.capabilities);
    expect(reading.sessions.map(({ name, since }) => [name, since])).toEqual(
      expect.arrayContaining([
        ['he_v6', '2026-11-26T05:49:58.000Z'],
        ['active1', '2026-11-26T05:45:40.000Z'],
      ]),
    );
    expect(reading.problems).toEqual([]);
    expect(reading.notes).toEqual([
      "The RPKI cache 'rpki1' of gw1 is down: Transport-Error.",
    ]);
    expect(daemon.connections).toBe(1);
  });

  it('joins BFD by address', async () => {
    daemon.answers['show protocols all'] = fixture('bird3-protocols-all');
    daemon.answers['show bfd sessions'] =
      '1020-bfd1:\n IP address                Interface  State      Since         Interval  Timeout\n 2001:db8::1               eth0       Up         2026-11-26 05:45:40    0.100    0.500\n0000 \n';
    const { sessions, identity } = await source.readRouter({ signal });
    expect(sessions.map(({ name, bfd }) => [name, bfd])).toEqual([
      ['he_v6', 'Up'],
      ['ix', undefined],
    ]);
    expect(identity.capabilities.bfd).toBe(true);
  });

  it('says that the clock is wrong or the format short', async () => {
    start({ now: () => recordedAt + 400 });
    const wrong = await source.readRouter({ signal });
    expect(wrong).toMatchObject({ problems: [], datedByDay: [] });
    expect(wrong.notes).toContain(
      'The clock of gw1 is wrong by more than two minutes, so its times are not shown.',
    );
    expect(wrong.sessions[0].since).toBeUndefined();
    await source.close();

    start();
    const list = (since: string) =>
      `2002-Name\n1002-p          BGP        ---        up     ${since.padEnd(
        12,
      )}  Established   \n1006-  BGP state:          Established\n0000 \n`;
    daemon.answers['show protocols all'] = list('05:50:02.435');
    const exact = await source.readRouter({ signal });
    expect(exact.sessions[0].since).toBe('2026-11-26T05:50:02.000Z');
    // Twenty hours later BIRD only says the day: the moment is known already.
    daemon.answers['show protocols all'] = list('2026-11-26');
    const later = await source.readRouter({ signal });
    expect(later.sessions[0].since).toBe('2026-11-26T05:50:02.000Z');
    expect(later).toMatchObject({ problems: [], notes: [], datedByDay: [] });
    daemon.answers['show protocols all'] = list('2026-11-25');
    const other = await source.readRouter({ signal });
    expect(other.sessions[0].since).toBeUndefined();
    expect(other).toMatchObject({ problems: [], datedByDay: ['p'] });
    expect(other.notes).toEqual([
      expect.stringContaining('gw1 tells only the day'),
    ]);
  });

  it('hands over accepted and refused paths', async () => {
    const paths: PathRecord[] = [];
    let cut = 0;
    const count = await source.dumpPaths({
      signal,
      sink: path => void paths.push(copyPath(path)),
      onCut: more => {
        cut += more;
      },
    });
    expect(count).toBe(19);
    expect(paths).toHaveLength(19);
    const refused = paths.filter(
      ({ flags }) => flags === (flags | PathFlag.filtered),
    );
    expect(refused.map(prefixOf)).toEqual([
      '2001:db8:f001:0:0:0:0:0/48',
      '2001:db8:f002:0:0:0:0:0/48',
    ]);
    // BIRD's lines are shorter than some AS paths.
    expect(cut).toBe(1);
  });

  it('asks for refused paths only where BIRD keeps them', async () => {
    daemon.answers['show protocols all'] = none;
    const tables = ['t6'];
    start({ tables });
    daemon.answers["show route table 't6' all"] = '8001 Network not found\n';
    expect(await source.dumpPaths({ signal, sink: () => {} })).toBe(17);
    // Tables of this name it does not have: its own choice is asked for.
    expect(daemon.asked.slice(-4)).toEqual([
      "show route table 't6' all",
      "show route table 'master4' all",
      "show route table 'master6' all",
      'show route all',
    ]);
  });

  it('asks for each of its own tables alone, so that each may be as long as a reply', async () => {
    daemon.answers['show protocols all'] = none;
    const whole = String(fixture('bird2-routes-all'));
    const [first, second] = whole.split(' Table master6:');
    const parts = [`${first}${none}`, `1007-Table master6:${second}`];
    daemon.answers["show route table 'master4' all"] = parts[0];
    daemon.answers["show route table 'master6' all"] = parts[1];
    const longest = Math.max(...parts.map(({ length }) => length));
    start({ maxReplyBytes: longest + 1 });
    expect(longest + 1).toBeLessThan(whole.length);
    expect(await source.dumpPaths({ signal, sink: () => {} })).toBe(17);
    expect(daemon.asked).not.toContain('show route all');
    // One of them nobody configured.
    daemon.answers["show route table 'master4' all"] =
      '9001 Table master4 not configured\n';
    const families = new Set<number>();
    const sink = ({ family }: PathRecord) => void families.add(family);
    await source.dumpPaths({ signal, sink });
    expect([...families]).toEqual([6]);
    expect(daemon.asked).not.toContain('show route all');
  });

  it('hands over what goes out, and nothing of a session that is down', async () => {
    const exports: string[] = [];
    const origins = new Set<string>();
    const count = await source.dumpExports({
      signal,
      session: 'shadow',
      sink: ({ family, length, from, attributes, originAs }) => {
        exports.push(`${family} /${length} ${from}`);
        origins.add(`${from} ${originAs}`);
        expect(attributes).toBeUndefined();
      },
    });
    expect(count).toBe(exports.length);
    expect(exports).toContain('4 /24 ');
    expect(exports).toContain('6 /48 he_v6');
    // Of what came by no BGP there is no path.
    expect([...origins].sort()).toEqual([
      ' undefined',
      'he_v4 6939',
      'he_v6 4200000000',
      'he_v6 64496',
      'he_v6 64510',
      'he_v6 6939',
    ]);
    const sink = () => {};
    expect(await source.dumpExports({ signal, session: 'down1', sink })).toBe(
      0,
    );
    await expect(
      source.dumpExports({ signal, session: 'static4', sink }),
    ).rejects.toThrow("gw1 has no BGP session 'static4'");
  });

  it('does not let a dump delay the sessions', async () => {
    let finish: (() => void) | undefined;
    daemon.answers['show route all'] = socket => {
      socket.write('1007-Table master4:\n');
      finish = () => socket.write(none);
    };
    const dump = source.dumpPaths({ signal, sink: () => {} });
    while (!finish) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await source.readRouter({ signal });
    expect(daemon.connections).toBe(2);
    finish();
    await dump;
  });

  it('does not take a stopped dump for a whole one, and connects anew', async () => {
    daemon.answers['show route all'] =
      '1007-Table master4:\n8004 Stopped due to reconfiguration\n';
    await expect(
      source.dumpPaths({ signal, sink: () => {} }),
    ).rejects.toMatchObject({
      problem: 'refused',
      message: expect.stringContaining('Stopped due to reconfiguration'),
    });
    daemon.answers['show route all'] = socket => socket.destroy();
    await expect(
      source.dumpPaths({ signal, sink: () => {} }),
    ).rejects.toMatchObject({ problem: 'closed' });
    daemon.answers['show route all'] = none;
    const count = await source.dumpPaths({ signal, sink: () => {} });
    expect(count).toBe(2);
    expect(daemon.connections).toBe(2);
  });

  it('keeps the order of those who wait, also when one gives up', async () => {
    const slow: (() => void)[] = [];
    daemon.answers['show protocols all'] = socket => {
      slow.push(() => socket.write(none));
    };
    const first = source.readRouter({ signal });
    const given = new AbortController();
    const second = source.readRouter({ signal: given.signal });
    const third = source.readRouter({ signal });
    given.abort();
    await expect(second).rejects.toMatchObject({ problem: 'closed' });
    while (slow.length < 1) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    slow[0]();
    await first;
    while (slow.length < 2) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    slow[1]();
    await third;
    expect(daemon.asked.filter(line => line.endsWith(' all'))).toHaveLength(2);
  });

  it('tells that a session changed, within half a second', async () => {
    await source.readRouter({ signal });
    // Recorded a moment apart: the same states.
    const quiet = source.waitForSessionChange({ signal, withinMs: 50 });
    expect(await quiet).toBe(false);
    const waiting = source.waitForSessionChange({ signal, withinMs: 5_000 });
    const changed = fixture('bird2-protocols').toString();
    daemon.answers['show protocols'] = changed.replace(
      /(he_v6 .*)up (.*)Established/,
      '$1start$2Idle       ',
    );
    const started = Date.now();
    expect(await waiting).toBe(true);
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(await source.waitForSessionChange({ signal, withinMs: 10 })).toBe(
      false,
    );
  });

  it('stops watching when told to, and for good when closed', async () => {
    const given = new AbortController();
    const waiting = source.waitForSessionChange({
      signal: given.signal,
      withinMs: 60_000,
    });
    setTimeout(() => given.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ problem: 'closed' });
    await source.close();
    await source.close();
    await expect(source.readRouter({ signal })).rejects.toMatchObject({
      problem: 'closed',
      message: 'gw1 is no longer asked',
    });
  });
});
