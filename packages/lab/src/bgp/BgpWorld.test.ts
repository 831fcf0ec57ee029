import { BgpWorld } from './BgpWorld';
import { gw1Seed } from './seed';

const start = Date.parse('2026-11-26T12:00:00Z');

describe('BgpWorld', () => {
  let now: number;
  let world: BgpWorld;
  const changes = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    now = start;
    world = new BgpWorld(gw1Seed(start), { connectMs: 1000, now: () => now });
    changes.mockClear();
    world.onChange(changes);
  });
  afterEach(() => {
    world.stop();
    jest.useRealTimers();
  });

  const size = (family: 'ipv4' | 'ipv6') => world.table(family).size;

  it('is the same gateway each time', () => {
    expect(gw1Seed(start)).toEqual(gw1Seed(start));
    expect(JSON.parse(JSON.stringify(gw1Seed(start)))).toMatchObject({
      routerId: '10.0.10.1',
      asn: 394955,
    });
    const refused = world.refused('ipv6').length;
    expect(refused).toBeGreaterThan(30);
    expect(size('ipv6') + refused).toBe(1_500 + 2);
    expect(size('ipv4') + world.refused('ipv4').length).toBe(600 + 1);
    expect(
      new Set(
        world
          .refused('ipv6')
          .map(({ attributes }) => attributes!.largeCommunities!.at(-1)![2]),
      ),
    ).toEqual(new Set([1, 2, 3]));
  });

  it('sends its own routes to the transit and all to the shadow', () => {
    const exported = (name: string) => {
      const session = world.session(name);
      return session.channels.map(
        channel => world.exports(session, channel).length,
      );
    };
    expect(exported('he_v6')).toEqual([2]);
    expect(exported('he_v4')).toEqual([1]);
    expect(exported('shadow')).toEqual([size('ipv6'), size('ipv4')]);
    expect(world.counts('he_v6', 'ipv6')).toMatchObject({
      imported: size('ipv6') - 2,
      filtered: world.refused('ipv6').length,
    });
  });

  it('loses the routes of a session that breaks and gets them back', () => {
    const before = size('ipv6');
    now += 60_000;
    world.sessionDown('he_v6', 'Received: Hold timer expired');
    expect(world.session('he_v6')).toMatchObject({
      state: 'active',
      since: now,
      lastError: 'Received: Hold timer expired',
    });
    expect(size('ipv6')).toBe(2);
    jest.advanceTimersByTime(60_000);
    expect(size('ipv6')).toBe(2);
    now += 60_000;
    world.sessionUp('he_v6');
    expect(size('ipv6')).toBe(before);
    const [path] = world.table('ipv6').get('::/0')!;
    expect(path.since).toBe(now);
    expect(world.session('he_v6').lastError).toBeUndefined();
  });

  it('stays off after an error where the router does so, until somebody enables it', () => {
    world.session('he_v6').disableAfterError = true;
    world.flap('he_v6', { error: 'BGP Error: Hold timer expired', ms: 500 });
    jest.advanceTimersByTime(60_000);
    expect(world.session('he_v6')).toMatchObject({
      state: 'down',
      disabled: true,
      lastError: 'BGP Error: Hold timer expired',
    });
    expect(world.disable('he_v6')).toBe(false);
    expect(world.enable('he_v6')).toBe(true);
    jest.advanceTimersByTime(1000);
    expect(world.session('he_v6').state).toBe('established');
  });

  it('comes back by itself after a flap and after an operator', () => {
    world.flap('he_v6', { ms: 500 });
    expect(world.session('he_v6').state).toBe('active');
    jest.advanceTimersByTime(500);
    expect(world.session('he_v6').state).toBe('established');

    expect(world.disable('he_v6', 'maintenance')).toBe(true);
    expect(world.disable('he_v6')).toBe(false);
    expect(world.session('he_v6')).toMatchObject({
      state: 'down',
      disabled: true,
      message: 'maintenance',
    });
    expect(world.restart('he_v6')).toBe(false);
    expect(world.enable('he_v6', 'done')).toBe(true);
    jest.advanceTimersByTime(1000);
    expect(world.session('he_v6')).toMatchObject({
      state: 'established',
      message: 'done',
    });
    expect(changes).toHaveBeenCalled();
  });

  it('stays down when it is switched off while it comes up', () => {
    world.flap('he_v6');
    world.disable('he_v6');
    jest.advanceTimersByTime(10_000);
    expect(world.session('he_v6').state).toBe('down');
  });

  it('takes announcements and withdrawals, and counts them', () => {
    const [channel] = world.session('he_v6').channels;
    const before = { ...channel.stats };
    const attributes = {
      origin: 'IGP' as const,
      asPath: [6939, 64500],
      nextHop: '2001:db8:100::1',
    };
    world.announce('he_v6', 'ipv6', [
      { prefix: '2001:db8:aaaa::/48', attributes },
      { prefix: '2001:db8:bbbb::/48', attributes, refusedFor: 1 },
    ]);
    expect(world.table('ipv6').get('2001:db8:aaaa::/48')).toMatchObject([
      { best: true, since: now },
    ]);
    expect(world.refused('ipv6').at(-1)).toMatchObject({
      prefix: '2001:db8:bbbb::/48',
      attributes: { largeCommunities: [[394955, 65666, 1]] },
    });
    expect(channel.stats).toMatchObject({
      importUpdates: before.importUpdates + 2,
      importUpdatesFiltered: before.importUpdatesFiltered + 1,
    });
    const gone = ['2001:db8:aaaa::/48', '2001:db8:cccc::/48'];
    expect(world.withdraw('he_v6', 'ipv6', gone)).toBe(1);
    expect(world.table('ipv6').has('2001:db8:aaaa::/48')).toBe(false);
    expect(channel.stats.importWithdraws).toBe(before.importWithdraws + 1);
    expect(() => world.withdraw('he_v6', 'ipv4', gone)).toThrow('no ipv4');
    expect(() => world.sessionDown('nobody')).toThrow('no session nobody');
  });

  it('prefers its own routes, and then as RFC 4271 does', () => {
    const via = (asPath: number[], more = {}) => ({
      prefix: '192.0.2.0/24',
      attributes: {
        origin: 'IGP' as const,
        asPath,
        nextHop: '198.51.100.1',
        ...more,
      },
    });
    world.announce('he_v4', 'ipv4', [via([6939, 64500])]);
    const names = () =>
      world
        .table('ipv4')
        .get('192.0.2.0/24')!
        .map(({ protocol, best }) => [protocol, best]);
    expect(names()).toEqual([
      ['static4', true],
      ['he_v4', false],
    ]);
    world.disable('static4');
    expect(names()).toEqual([['he_v4', true]]);
    world.enable('static4');
    const shadow = world.session('shadow').channels[1];
    shadow.imports = 'all';
    world.announce('shadow', 'ipv4', [via([64500], { localPref: 50 })]);
    expect(names().map(([name]) => name)).toEqual([
      'static4',
      'he_v4',
      'shadow',
    ]);
  });

  it('goes on where a saved state was coming up', () => {
    world.flap('he_v4');
    const saved = JSON.parse(JSON.stringify(world.state));
    saved.sessions[1].lastError = undefined;
    world.stop();
    const again = new BgpWorld(saved, { connectMs: 10 });
    jest.advanceTimersByTime(10);
    expect(again.session('he_v4').state).toBe('established');
    again.stop();
  });
});
