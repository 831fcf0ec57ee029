import { Router, Session } from '@orion/backstage-plugin-orion-bgp-common';
import { BgpReader } from './BgpReader';
import { createBgpEstablished } from './createBgpEstablished';

const router = (over: Partial<Router> = {}): Router => ({
  id: 'gw1',
  title: 'gw1',
  asn: 394955,
  sessions: { total: 2, established: 2, disabled: 0 },
  notes: [],
  complete: true,
  configurable: false,
  freshness: {
    source: 'bgp:gw1',
    fetchedAt: '2026-11-26T12:00:00Z',
    intervalMs: 3000,
    stale: false,
  },
  ...over,
});

const session = (name: string, over: Partial<Session> = {}): Session => ({
  router: 'gw1',
  name,
  neighborAddress: '2001:db8::1',
  neighborAs: 6939,
  type: 'external',
  state: 'established',
  stateText: 'Established',
  adminState: 'up',
  timers: {},
  localCapabilities: [],
  remoteCapabilities: [],
  families: [],
  flaps: { lastDay: 0, lastWeek: 0, watchedSince: '2026-01-01T00:00:00Z' },
  gone: false,
  ...over,
});

const run = (
  sessions: Session[],
  routers: Router[] = [router()],
  note?: string,
) =>
  createBgpEstablished({
    bgp: {
      findAll: async () => ({
        routers: { items: routers, note },
        sessions: { items: sessions, freshness: [] },
      }),
    } as unknown as BgpReader,
  }).run(AbortSignal.timeout(1000));

describe('BGP sessions established', () => {
  it('is fine when all that are switched on are up', async () => {
    const off = session('off', { state: 'down', adminState: 'down' });
    const gone = session('gone', { state: 'idle', gone: true });
    expect(await run([session('a'), session('b'), off, gone])).toEqual({
      state: 'ok',
      summary: 'All 2 BGP sessions are established.',
      value: { good: 2, total: 2 },
    });
    expect(await run([session('a')])).toMatchObject({
      summary: 'The one BGP session is established.',
    });
  });

  it('warns where an established session does not exchange a family', async () => {
    const family = (name: 'ipv4-unicast' | 'ipv6-unicast', up: boolean) => ({
      ...{ family: name, up, counters: {} },
    });
    const half = session('he', {
      families: [family('ipv4-unicast', true), family('ipv6-unicast', false)],
    } as Partial<Session>);
    expect(await run([session('a'), half])).toMatchObject({
      state: 'warning',
      summary:
        'All 2 established, but not every family is exchanged: AS6939 he on gw1 (ipv6-unicast).',
      value: { good: 2, total: 2 },
    });
  });

  it('names what is down and why', async () => {
    const down = session('he_v6', { state: 'idle', lastError: 'hold timer' });
    expect(await run([session('a'), down])).toMatchObject({
      state: 'failed',
      summary: '1 of 2 BGP sessions down: AS6939 he_v6 on gw1 (hold timer).',
      value: { good: 1, total: 2 },
      nextStep: expect.any(String),
    });
    const many = Array.from({ length: 8 }, (_, index) =>
      session(`s${index}`, { state: 'active' }),
    );
    expect((await run(many)).summary).toMatch(/s4 on gw1; and 3 more\.$/);
  });

  it('counts a session that its daemon switched off after an error as down', async () => {
    const off = session('a', {
      state: 'down',
      adminState: 'down',
      disabledBy: 'daemon',
      lastError: 'BGP Error: Hold timer expired',
    });
    expect(await run([off, session('b')])).toMatchObject({
      state: 'failed',
      summary:
        '1 of 2 BGP sessions down: AS6939 a on gw1 (BGP Error: Hold timer expired).',
    });
  });

  it('counts a session its prefix limit stopped as down', async () => {
    const limited = session('a', {
      state: 'down',
      adminState: 'prefix-limit',
    });
    expect(await run([limited])).toMatchObject({ state: 'failed' });
  });

  it('warns before a prefix limit is reached', async () => {
    const tight = session('he_v4', {
      families: [
        {
          family: 'ipv4-unicast',
          up: true,
          counters: {},
          importLimit: { limit: 1000, used: 921, counts: 'after-filters' },
        },
      ],
    });
    expect(await run([tight])).toMatchObject({
      state: 'warning',
      summary: expect.stringContaining('92 % of its prefix limit'),
    });
  });

  it('does not know while a router is silent', async () => {
    const { freshness } = router();
    const silent = router({
      freshness: { ...freshness, stale: true, error: 'No such socket.' },
    });
    expect(await run([session('a')], [silent])).toMatchObject({
      state: 'unknown',
      summary:
        'gw1 has not answered since 2026-11-26T12:00:00Z, so nobody knows. No such socket.',
    });
  });

  it('names what is down though another router is silent', async () => {
    const silent = router({
      id: 'gw2',
      title: 'gw2',
      freshness: { ...router().freshness, source: 'bgp:gw2', stale: true },
    });
    const down = session('he_v6', { state: 'idle' });
    const old = session('old', { router: 'gw2', state: 'idle' });
    const { state, summary, value } = await run(
      [session('a'), down, old],
      [router(), silent],
    );
    expect(state).toBe('failed');
    expect(summary).toMatch(
      /^1 of 2 BGP sessions down: AS6939 he_v6 on gw1\. gw2 has not answered since /,
    );
    expect(value).toEqual({ good: 1, total: 2 });
    expect(await run([session('a'), old], [router(), silent])).toMatchObject({
      state: 'unknown',
    });
  });

  it('names every router that is silent', async () => {
    const silent = (id: string, fetchedAt?: string) =>
      router({
        ...{ id, title: id },
        freshness: {
          ...{ source: `bgp:${id}`, intervalMs: 3000, stale: true, fetchedAt },
          error: `${id} has no socket.`,
        },
      });
    const since = '2026-11-26T12:00:00Z';
    expect(await run([], [silent('gw1', since), silent('gw2')])).toEqual({
      state: 'unknown',
      summary: `gw1 has not answered since ${since}, so nobody knows. gw1 has no socket. gw2 has never answered, so nobody knows. gw2 has no socket.`,
      nextStep:
        'Check that their daemons run and may be asked: ./orion doctor.',
    });
    const many = Array.from({ length: 7 }, (_, n) => silent(`gw${n}`));
    const { summary } = await run([], many);
    expect(summary).toMatch(
      / gw4 has no socket\. Nor do 2 more routers answer\.$/,
    );
    expect(summary).not.toContain('gw5');
  });

  it('keeps the warning of one router while another is silent', async () => {
    const silent = router({
      ...{ id: 'gw2', title: 'gw2' },
      freshness: { ...router().freshness, source: 'bgp:gw2', stale: true },
    });
    const tight = session('he_v4', {
      families: [
        {
          ...{ family: 'ipv4-unicast', up: true, counters: {} },
          importLimit: { limit: 1000, used: 921, counts: 'after-filters' },
        },
      ],
    });
    expect(await run([tight], [router(), silent])).toEqual({
      state: 'unknown',
      summary: expect.stringMatching(
        /^gw2 has not answered since .* Of the routers that answer: .* AS6939 he_v4 has 92 % of its prefix limit/,
      ),
      nextStep: expect.stringMatching(/orion doctor\. Raise the limit/),
    });
    // That none is switched on is nothing to say: gw2 may have some.
    const { summary } = await run([], [router(), silent]);
    expect(summary).not.toContain('switched on');
  });

  it('tells no router from no session', async () => {
    expect(await run([], [], 'Add one.')).toEqual({
      state: 'not-connected',
      summary: 'No router is connected.',
      nextStep: 'Add one.',
    });
    expect(await run([])).toMatchObject({ state: 'warning' });
  });
});
