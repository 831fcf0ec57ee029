import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  RunningBird,
  RunningValidator,
  startBird,
  startValidator,
} from '@orion/lab';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

describe('the gateway of the lab', () => {
  let bird: RunningBird;
  let validator: RunningValidator;
  let database: TestDatabase;
  let replica: Replica;
  let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
    AuthorizeResult.ALLOW;
  const call = (path: string) => replica.api.get(`/api/orion-bgp${path}`);
  const get = async (path: string) => (await call(path)).body;
  const search = (q: string, more = '') =>
    get(`/routes?q=${encodeURIComponent(q)}${more}`);
  const session = () => get('/routers/gw1/sessions/he_v6');

  beforeAll(async () => {
    [bird, validator, database] = await Promise.all([
      startBird({ connectMs: 50 }),
      startValidator({ port: 0 }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      {
        routers: {
          gw1: {
            title: 'gw1 (VM 200)',
            asn: 394955,
            intervalSeconds: 1,
            bird: { socket: bird.path },
          },
          silent: { asn: 64500, bird: { socket: '/nonexistent/bird.ctl' } },
        },
        rpki: [{ url: `${validator.url}/json` }],
        aggregates: ['2001:db8:3949::/48'],
        communities: [
          { pattern: '394955:65666:1', text: 'RPKI invalid', filter: true },
          { pattern: '394955:65666:3', text: 'own prefix', filter: true },
        ],
      },
      [
        testCollector,
        mockServices.permissions.mock({
          authorize: async requests => requests.map(() => ({ result })),
        }).factory,
      ],
    );
    await eventually(async () => (await session()).state === 'established');
    await eventually(async () => {
      const { items, rpki } = await get('/tables');
      return items?.[0].state === 'polled' && rpki[0].used;
    });
  });

  afterEach(async () => {
    result = AuthorizeResult.ALLOW;
    bird.faults.clear();
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([bird?.stop(), validator?.stop(), database?.stop()]);
  });

  it('has its sessions with counters, limits and roles, and says which router is silent', async () => {
    const { items, freshness } = await get('/sessions');
    expect(items.map(({ name }: any) => name)).toEqual([
      'he_v4',
      'he_v6',
      'shadow',
    ]);
    expect(items[1]).toMatchObject({
      neighborAs: 6939,
      role: { local: 'customer' },
      families: [
        {
          family: 'ipv6-unicast',
          importLimit: { limit: 300_000, counts: 'after-filters' },
          counters: {
            received: { value: 1500, definition: 'bird.kept' },
            filtered: { definition: 'bird.filtered' },
          },
        },
      ],
    });
    expect(freshness).toMatchObject([
      { source: 'bgp:gw1', stale: false },
      {
        source: 'bgp:silent',
        stale: true,
        error: expect.stringMatching(/silent.*ENOENT/),
      },
    ]);
    expect((await call('/sessions?router=nowhere')).status).toBe(404);
    expect((await call('/routers/gw1/sessions/nobody')).status).toBe(404);
  });

  it('has its sessions page by page where one is asked for', async () => {
    const whole = await get('/sessions');
    expect(whole.nextCursor).toBeUndefined();
    const first = await get('/sessions?limit=2');
    const second = await get(`/sessions?limit=2&cursor=${first.nextCursor}`);
    const names = [...first.items, ...second.items].map(({ name }) => name);
    expect(names).toEqual(whole.items.map(({ name }: any) => name));
    expect(first.items).toHaveLength(2);
    expect(first.freshness).toHaveLength(2);
    expect(second.nextCursor).toBeUndefined();
    expect(await get('/sessions?limit=3')).not.toHaveProperty('nextCursor');
    const rest = await get(`/sessions?cursor=${first.nextCursor}&router=gw1`);
    expect(rest.items).toHaveLength(1);
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'cursor=gw1']) {
      expect((await call(`/sessions?${query}`)).status).toBe(400);
    }
  });

  it('has the sessions of one autonomous system, our own with all of them', async () => {
    const names = async (query: string) =>
      (await get(`/sessions?${query}`)).items.map(({ name }: any) => name);
    expect(await names('asn=6939')).toEqual(['he_v4', 'he_v6']);
    expect(await names('asn=6939&limit=1')).toEqual(['he_v4']);
    expect(await names('asn=394955')).toEqual(['he_v4', 'he_v6', 'shadow']);
    // A router that never answered speaks for it.
    expect(await names('asn=64500')).toEqual([]);
    for (const asn of ['0', '4294967296', 'AS6939']) {
      expect((await call(`/sessions?asn=${asn}`)).status).toBe(400);
    }
  });

  it('finds every path, those refused too, with the reason and the ROAs', async () => {
    const refused = await search('session:he_v6 filtered:yes rpki:invalid');
    expect(refused.understood).toMatch(/he_v6/);
    expect(refused.terms).toEqual([
      { kind: 'session', session: 'he_v6' },
      { kind: 'flag', flag: 'filtered', value: true },
      { kind: 'rpki', rpki: 'invalid' },
    ]);
    expect(refused.total).toBeGreaterThan(10);
    const invalid = refused.items.find(
      ({ filterReason }: any) => filterReason === 'RPKI invalid',
    );
    expect(invalid).toMatchObject({
      router: 'gw1',
      filtered: true,
      accepted: false,
      best: false,
      rpki: { state: 'invalid', reason: 'origin', covering: [{ asn: 64511 }] },
    });
    const own = await search('2001:db8:3949::/48', '&match=more-specific');
    expect(own.items).toMatchObject([
      {
        prefix: '2001:db8:3949::/48',
        origin: 'static',
        best: true,
        exportedTo: expect.arrayContaining(['he_v6', 'shadow']),
      },
      { prefix: '2001:db8:3949:8000::/49', filterReason: 'own prefix' },
    ]);
    const longest = await search('2001:db8:394a::1');
    expect(longest.items[0].prefix).toBe('2001:db8:394a::/48');
    const counted = await search('session:he_v6');
    const { families } = await session();
    expect(counted.total).toBe(families[0].counters.received.value);
  });

  it('counts why routes of a session were refused, as a search finds them', async () => {
    const path = '/routers/gw1/sessions/he_v6/refusals';
    const { items, more, table, tellsReasons, total } = await get(path);
    const found = await search('session:he_v6 filtered:yes');
    expect(total).toBe(found.total);
    expect(total).toBeGreaterThan(1);
    expect(more).toBe(0);
    expect(tellsReasons).toBe(true);
    expect(table).toMatchObject({ router: 'gw1', state: 'polled' });
    for (const { community, count } of items.filter(
      (item: { community?: string }) => item.community,
    )) {
      const some = await search(
        `session:he_v6 filtered:yes community:${community}`,
      );
      expect(some.total).toBe(count);
    }
    expect(items).toContainEqual(
      expect.objectContaining({
        reason: 'own prefix',
        community: '394955:65666:3',
      }),
    );
    for (const nobody of ['gw1/sessions/nobody', 'gw9/sessions/he_v6']) {
      const answer = await call(`/routers/${nobody}/refusals`);
      expect(answer.status).toBe(404);
    }
  });

  it('names autonomous systems', async () => {
    const names = (asns: string) =>
      `/as-names?asns=${encodeURIComponent(asns)}`;
    const { items, source } = await get(names('6939,64500,4242'));
    expect(items).toEqual([
      { asn: 6939, name: 'Hurricane Electric' },
      { asn: 64500, name: 'documentation (RFC 5398)' },
    ]);
    expect(source).toMatchObject({ from: 'bundled' });
    const refused = await call(names('6939,AS1'));
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      'asns: "AS1" is no AS number',
    ]);
    const many = Array.from({ length: 501 }, () => 1).join(',');
    expect((await call(names(many))).status).toBe(400);
  });

  it('verifies paths against ASPAs, as the negotiated role wants it', async () => {
    const { items } = await search('session:he_v6', '&limit=200');
    const states = new Set(items.map(({ aspa }: any) => aspa.state));
    expect(states).toEqual(new Set(['valid', 'unknown', 'invalid']));
    const wrong = items.find(({ aspa }: any) => aspa.state === 'invalid');
    expect(wrong.aspa).toMatchObject({
      direction: 'downstream',
      reason: 'hop',
      hops: [{ attestation: 'not-provider' }, { customer: 6939 }],
    });
    for (const state of ['valid', 'invalid', 'unknown']) {
      const wanted = await search(`session:he_v6 aspa:${state}`, '&limit=200');
      expect(wanted.total).toBeGreaterThan(0);
      expect(wanted.understood).toContain(`ASPA ${state}`);
      expect(new Set(wanted.items.map((item: any) => item.aspa.state))).toEqual(
        new Set([state]),
      );
    }
    const [all, ...parts] = await Promise.all(
      ['', ' aspa:valid', ' aspa:invalid', ' aspa:unknown'].map(
        async more => (await search(`session:he_v6${more}`)).total,
      ),
    );
    expect(parts.reduce((sum, part) => sum + part)).toBe(all);
    const wrongWord = await call('/routes?q=aspa%3Amaybe');
    expect(wrongWord.body.error.message).toMatch(
      /aspa:maybe.*none of unknown, valid, invalid/,
    );
    const { aspa } = await get('/own-prefixes');
    expect(aspa).toEqual({
      asn: 394955,
      available: true,
      providers: [6939],
      transits: [6939],
    });
    const own = await search('2001:db8:3949::/48');
    expect(own.items[0].aspa).toBeUndefined();
  });

  it('pages through a whole table without losing or repeating a path', async () => {
    const seen = new Set<string>();
    let cursor: string | undefined;
    let total = 0;
    do {
      const page = await search(
        'session:he_v6',
        `&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      page.items.forEach(({ prefix }: any) => seen.add(prefix));
      total += page.items.length;
      cursor = page.nextCursor;
    } while (cursor);
    expect(total).toBe(1500);
    expect(seen.size).toBe(1500);
  });

  it('names the part of a search that makes no sense', async () => {
    for (const [q, problem] of [
      ['2001:db8::/129', /129/],
      ['^6939 (64500$', /path/i],
      ['session:he_v6 nonsense!', /nonsense/],
    ] as const) {
      const answer = await call(`/routes?q=${encodeURIComponent(q)}`);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(problem);
    }
    const tooLong = await call(`/routes?q=${'1'.repeat(301)}`);
    expect(tooLong.status).toBe(400);
    expect((await call('/routes?limit=5000')).status).toBe(400);
    expect((await call('/routes?cursor=forged')).status).toBe(400);
  });

  it('shows nothing to whoever has no role', async () => {
    result = AuthorizeResult.DENY;
    for (const path of [
      '/routers',
      '/sessions',
      '/trends',
      '/routes?q=6939',
      '/tables',
      '/migration/kernel-differences?router=gw1',
      '/routers/gw1/sessions/he_v6',
      '/routers/gw1/sessions/he_v6/transitions',
      '/routers/gw1/sessions/he_v6/counters',
      '/routers/gw1/sessions/he_v6/refusals',
    ]) {
      expect((await call(path)).status).toBe(403);
    }
    const refresh = replica.api.post('/api/orion-bgp/routers/gw1/refresh');
    expect((await refresh).status).toBe(403);
  });

  it('lets nobody but the plugin ask the collector', async () => {
    const answer = await replica.api
      .post('/api/orion-bgp-collector/calls/tables')
      .send({});
    expect(answer.status).toBe(403);
  });

  it('counts a flap with what was lost, and quotes the neighbor as text', async () => {
    await bird.actions.sessionDown({
      name: 'he_v6',
      error: 'Received: Administrative shutdown',
    });
    await eventually(async () => (await session()).state !== 'established');
    await bird.actions.sessionUp({ name: 'he_v6' });
    const up = await eventually(async () => {
      const found = await session();
      return found.state === 'established' && found;
    });
    expect(up.flaps).toMatchObject({ lastDay: 1, lastWeek: 1 });
    const { items } = await get('/routers/gw1/sessions/he_v6/transitions');
    expect(items[1]).toMatchObject({
      from: 'established',
      flap: true,
      lastError: expect.stringContaining('Administrative shutdown'),
      received: { 'ipv6-unicast': 1500 },
    });
  });

  it.each([
    ['hang', {}],
    ['halfLine', {}],
    ['dropConnection', {}],
    ['garbage', {}],
  ] as const)(
    'keeps what it had through %s, says so, and recovers by itself',
    async (fault, options) => {
      bird.faults.set(fault, options);
      const failing = await eventually(async () => {
        const found = await session();
        return found.freshness.error && found.freshness.stale && found;
      });
      expect(failing.state).toBe('established');
      expect(failing.freshness.error).toMatch(/gw1/);
      bird.faults.clear();
      await eventually(async () => {
        const { freshness } = await session();
        return !freshness.error && !freshness.stale;
      });
      expect((await session()).flaps.lastDay).toBe(1);
    },
  );

  it('is not fooled by a router whose clock is wrong', async () => {
    const before = await session();
    bird.faults.set('clockStep', { seconds: 7200 });
    // A reading that began after the step, and not one that was under way.
    const set = new Date(Date.now() + 1_000).toISOString();
    const after = await eventually(async () => {
      const found = await session();
      return found.freshness.fetchedAt > set && found;
    });
    expect(after.since).toBe(before.since);
    expect(after.flaps).toEqual(before.flaps);
  });
});
