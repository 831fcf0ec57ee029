import { RunningBird, startBird } from '@orion/lab';
import { TestDaemon } from '../../clients/bird/testDaemon';
import { ConfigReader } from '@backstage/config';
import {
  ManagementRecord,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  AddressWay,
  PrefixHolder,
  TableFact,
} from '../../rib/impact/ImpactRequest';
import { readActionsConfig } from '../readActionsConfig';
import { readNow, SessionDeps } from '../SessionTools';
import { twoUpstreams } from '../testing/startSessionStage';
import { gatherFacts } from './gatherFacts';
import { problemOfTable } from './problemOfTable';
import { RouterReading } from '../../routes/RouteSource';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { countsChanges, tableCounters } from '../../routes/tableCounters';

const input = { router: 'gw1', session: 'he_v6', reason: 'x' };
const unmanaged =
  'No NetBox is read, and orion.bgp.routers.gw1.actions.managementAddresses names no address: the way to router gw1 is not looked for';

describe('gatherFacts', () => {
  let bird: RunningBird;
  let counters: string;
  let config: SessionDeps['config'];
  const asked: [string, any][] = [];
  let management: (() => ManagementRecord) | undefined;
  let ways: AddressWay[] = [];
  let holders: PrefixHolder[] = [];
  let asksFor = input.session;

  beforeAll(async () => {
    bird = await startBird({ connectMs: 50, seed: twoUpstreams });
    const gw1 = { asn: 394955, bird: { socket: bird.path } };
    config = readActionsConfig(
      new ConfigReader({ orion: { bgp: { routers: { gw1 } } } }),
    );
    const { sessions } = await readNow(
      config.routers[0],
      AbortSignal.timeout(5_000),
    );
    counters = tableCounters(sessions);
  });
  beforeEach(() => {
    asked.splice(0);
    management = undefined;
    ways = [];
    holders = [];
    asksFor = input.session;
  });
  afterAll(() => bird?.stop());

  /** The index answers with these, one after the other, the last one again. */
  async function gather(...answers: (Partial<TableFact> | undefined)[]) {
    const queue = [...answers];
    const deps: SessionDeps = {
      aggregates: { find: async () => ({}) },
      guests: [],
      desired: { report: async () => {} },
      past: { find: async () => [], findLocalAddress: async () => undefined },
      management: { find: async () => management?.() },
      config,
      execArgv: [],
      collector: {
        ask: (async (call: string, request: unknown) => {
          asked.push([call, request]);
          if (call !== 'impact') {
            return { tables: [] };
          }
          const fact = queue.length > 1 ? queue.shift() : queue[0];
          return {
            ...{ families: [], ways, holders, unproven: [], validated: false },
            tables: fact ? [fact] : [],
          };
        }) as never,
      },
    };
    const { facts } = await gatherFacts(
      deps,
      { ...input, session: asksFor },
      AbortSignal.timeout(20_000),
    );
    return facts;
  }

  const table = (
    state: TableState['state'],
    more: Partial<TableFact> = {},
    error?: string,
  ): TableFact => ({
    state: { router: 'gw1', state, error } as TableState,
    ...more,
  });

  it('reads what goes out, and over what else, from the router', async () => {
    const facts = await gather(table('live'));
    expect(facts.ownExports).toEqual([
      { prefix: '2001:db8:3949::/48', elsewhere: ['alt_v6 on gw1'] },
      { prefix: '2001:db8:394a::/48', elsewhere: ['alt_v6 on gw1'] },
    ]);
    expect(asked).toEqual([
      [
        'impact',
        {
          router: 'gw1',
          session: 'he_v6',
          addresses: [],
          // What goes out elsewhere may come in over it.
          prefixes: [
            '192.0.2.0/24',
            '2001:db8:3949::/48',
            '2001:db8:394a::/48',
          ],
          // The GoBGP beside it is not read.
          links: [],
          // The internal one is no way out.
          usable: [
            { router: 'gw1', session: 'alt_v6' },
            { router: 'gw1', session: 'he_v4' },
          ],
        },
      ],
    ]);
    expect(facts.ageMs).toBeLessThan(10_000);
  });

  it('asks who has what an internal session carries', async () => {
    const own = ['192.0.2.0/24', '2001:db8:3949::/48', '2001:db8:394a::/48'];
    holders = own.map(prefix => ({ prefix, router: 'gw1', session: '' }));
    asksFor = 'shadow';
    const { ownExports } = await gather(table('live'));
    expect(asked).toMatchObject([
      ['impact', { session: 'shadow', prefixes: own }],
    ]);
    expect(ownExports).toEqual([
      { prefix: own[0], elsewhere: ['he_v4 on gw1'], by: [] },
      {
        prefix: own[1],
        elsewhere: ['alt_v6 on gw1', 'he_v6 on gw1'],
        by: [],
      },
      {
        prefix: own[2],
        elsewhere: ['alt_v6 on gw1', 'he_v6 on gw1'],
        by: [],
      },
    ]);
  });

  it('looks for the way to where NetBox says the router is managed', async () => {
    management = () => ({
      machine: 'router',
      finding: 'found',
      addresses: [{ address: '203.0.113.7', use: 'primary' }],
      freshness: {
        source: 'netbox:bgp',
        fetchedAt: '2026-11-27T05:00:00.000Z',
        intervalMs: 60_000,
        stale: false,
      },
    });
    ways = [
      {
        address: '203.0.113.7',
        prefix: '203.0.113.0/24',
        overSession: true,
      },
    ];
    const facts = await gather(table('live'));
    expect(asked).toMatchObject([['impact', { addresses: ['203.0.113.7'] }]]);
    expect(facts.ways).toEqual([
      {
        ...ways[0],
        router: 'gw1',
        place: 'router gw1',
        host: '203.0.113.7',
        from: 'the primary address of router in NetBox, read at 2026-11-27T05:00:00.000Z',
      },
    ]);
    expect(facts.unknownPlaces).toEqual([]);
    expect(facts.notes.join()).not.toMatch(/NetBox/);
    // Where the configuration names it, too, that one is named, and once.
    const { routers, ...rest } = config;
    const actions = { managementAddresses: ['203.0.113.7'] };
    const endpoint = { driver: 'bird', socket: '/run/bird.ctl' };
    config = {
      ...rest,
      routers: [{ ...routers[0], actions: { ...actions, endpoint } as never }],
    };
    try {
      expect((await gather(table('live'))).ways).toEqual([
        {
          ...ways[0],
          router: 'gw1',
          place: 'router gw1',
          host: '203.0.113.7',
          from: 'orion.bgp.routers.gw1.actions.managementAddresses',
        },
      ]);
    } finally {
      config = { ...rest, routers };
    }
  });

  it('does not know the way while nobody says where the router is', async () => {
    management = () => {
      throw new Error('the plugin is silent.');
    };
    const { unknownPlaces } = await gather(table('live'));
    expect(unknownPlaces).toEqual([
      {
        place: 'router gw1',
        sentence:
          'The way to router gw1 is not known. the plugin is silent, and orion.bgp.routers.gw1.actions.managementAddresses names no address.',
      },
    ]);
  });

  it('counts no session with a stand-in as a way out', async () => {
    const { routers, ...rest } = config;
    const [gw1] = routers;
    config = { ...rest, routers: [{ ...gw1, standIns: ['alt_v6'] }] };
    try {
      const facts = await gather(table('live'));
      expect(facts.ownExports).toMatchObject([
        { elsewhere: [] },
        { elsewhere: [] },
      ]);
      expect(asked).toMatchObject([
        ['impact', { usable: [{ router: 'gw1', session: 'he_v4' }] }],
      ]);
    } finally {
      config = { ...rest, routers };
    }
  });

  it('knows whether remaining paths were validated, where they are to be', async () => {
    const unvalidated = await gather(table('live'));
    expect(unvalidated.validityProblem).toBeUndefined();
    expect(unvalidated.notes).toEqual([
      unmanaged,
      'orion.bgp.rpki names no source: paths are not validated, so one that is RPKI invalid counts as a way',
    ]);
    config = { ...config, validates: true };
    try {
      const { validityProblem, notes } = await gather(table('live'));
      expect(validityProblem).toMatch(
        /no source of orion\.bgp\.rpki has answered/,
      );
      expect(notes).toEqual([unmanaged]);
    } finally {
      config = { ...config, validates: false };
    }
  });

  it.each([
    ['live', table('live')],
    ['polled 9 s ago', table('polled', { ageMs: 9_000 })],
  ])('relies on a table that is %s', async (_, fact) => {
    const { routers } = await gather(fact);
    expect(routers[0].tableProblem).toBeUndefined();
  });

  it('relies on an old table while no counter moved', async () => {
    const { routers } = await gather(
      table('polled', { ageMs: 3_600_000, counters }),
    );
    expect(routers[0].tableProblem).toBeUndefined();
  });

  it('does not rely on equal counters of a router that counts no changes', async () => {
    const { sessions } = await readNow(
      config.routers[0],
      AbortSignal.timeout(5_000),
    );
    const datedByDay = sessions.map(({ name }) => name);
    expect(countsChanges(sessions)).toBe(true);
    // As GoBGP tells: how many there are, not that one went and one came.
    const bare = sessions.map(session => ({
      ...session,
      families: session.families.map(({ changes: _, ...rest }) => rest),
    }));
    expect(countsChanges(bare)).toBe(false);
    expect(countsChanges([])).toBe(false);
    const fact = (ageMs: number) => ({
      ...table('polled', { ageMs }),
      counters: tableCounters(bare),
    });
    const reading = { datedByDay, sessions: bare } as RouterReading;
    expect(problemOfTable(fact(3_600_000), reading)).toBe(
      'it was read 3600 s ago, and the router does not tell whether routes moved since.',
    );
    const settled = bare.map(one => ({ ...one, since: undefined }));
    expect(
      problemOfTable({ ...fact(9_000), counters: tableCounters(settled) }, {
        datedByDay,
        sessions: settled,
      } as RouterReading),
    ).toBeUndefined();
  });

  it.each([
    ['that is not there', undefined, /does not have it/],
    ['that was too large', table('summary-only'), /summary-only/],
    ['out of reach', table('unavailable'), /unavailable/],
    ['with a hole', table('live', {}, 'exports failed'), /exports failed/],
  ])('does not rely on a table %s', async (_, fact, problem) => {
    const { routers } = await gather(fact);
    expect(routers[0].tableProblem).toMatch(problem);
    expect(asked.map(([call]) => call)).toEqual(['impact']);
  });

  it('has a table read again whose routes moved, and waits for it', async () => {
    const moved = { ageMs: 60_000, counters: 'others' };
    const { routers } = await gather(
      table('polled', moved),
      table('resyncing', moved),
      table('polled', { ageMs: 100, counters: 'others' }),
    );
    expect(routers[0].tableProblem).toBeUndefined();
    expect(asked.map(([call]) => call)).toEqual([
      'impact',
      'refresh',
      'tables',
      'impact',
      'tables',
      'impact',
    ]);
  });

  it('relies on no moving table while the clock of the router dates nothing', async () => {
    bird.faults.set('clockStep', { seconds: 400 });
    try {
      const { routers } = await gather(
        table('polled', { ageMs: 9_000, counters: 'others' }),
        table('polled', { ageMs: 100, counters }),
      );
      expect(routers[0]).toMatchObject({
        problem: undefined,
        tableProblem: undefined,
      });
      // It was read until no counter moved any more.
      expect(asked.map(([call]) => call)).toEqual([
        'impact',
        'refresh',
        'tables',
        'impact',
      ]);
    } finally {
      bird.faults.clear('clockStep');
    }
  });

  it('does not rely on a young table that a session came up after', async () => {
    bird.world.sessionDown('alt_v6');
    bird.world.sessionUp('alt_v6');
    await eventually(async () => {
      const { sessions } = await readNow(
        config.routers[0],
        AbortSignal.timeout(5_000),
      );
      const found = sessions.find(({ name }) => name === 'alt_v6');
      return found?.state === 'established';
    });
    const { routers } = await gather(
      table('polled', { ageMs: 9_000, counters: 'others' }),
      table('polled', { ageMs: 100, counters: 'others' }),
    );
    expect(routers[0].tableProblem).toBeUndefined();
    const calls = asked.map(([call]) => call);
    expect(calls.slice(0, 2)).toEqual(['impact', 'refresh']);
    // Until its routes can be in the table that is new.
    expect(calls.filter(call => call === 'impact').length).toBeGreaterThan(3);
  });
});

/** BIRD 2.0.12 as Debian has it: `iso short`, and sessions that are up for days. */
describe('gatherFacts with a BIRD that tells the day only', () => {
  it('is no reason to refuse anything', async () => {
    const daemon = await new TestDaemon().start();
    try {
      const protocol = (name: string) =>
        `1002-${name}      BGP        ---        up     2026-11-20    Established   \n1006-  BGP state:          Established\n     Neighbor address: 2001:db8::1\n     Neighbor AS:      6939\n     Local AS:         394955\n`;
      Object.assign(daemon.answers, {
        'show status': `1000-BIRD 2.0.12\n1011-Router ID is 192.0.2.1\n Hostname is gw1\n Current server time is ${new Date()
          .toISOString()
          .replace('T', ' ')
          .slice(
            0,
            23,
          )}\n Last reboot on 2026-11-20\n Last reconfiguration on 2026-11-20\n0013 Daemon is up and running\n`,
        'show protocols all': `2002-Name\n${protocol('he_v6')}${protocol(
          'alt6',
        )}1002-rpki1      RPKI       ---        down   2026-11-20    Transport-Error\n1006-\n0000 \n`,
        'show protocols': `2002-Name\n${protocol('he_v6')}${protocol(
          'alt6',
        )}0000 \n`,
        "show route export 'he_v6'": '0000 \n',
        "show route export 'alt6'": '0000 \n',
      });
      const gw1 = { asn: 394955, bird: { socket: daemon.path } };
      const config = readActionsConfig(
        new ConfigReader({ orion: { bgp: { routers: { gw1 } } } }),
      );
      const moving = { state: 'polled', router: 'gw1' } as TableState;
      const { facts } = await gatherFacts(
        {
          past: {
            find: async () => [],
            findLocalAddress: async () => undefined,
          },
          management: { find: async () => undefined },
          aggregates: { find: async () => ({}) },
          guests: [],
          desired: { report: async () => {} },
          config,
          execArgv: [],
          collector: {
            ask: (async () => ({
              families: [],
              ways: [],
              holders: [],
              unproven: [{ router: 'gw2', paths: 7 }],
              tables: [{ state: moving, ageMs: 5_000, counters: 'others' }],
            })) as never,
          },
        },
        input,
        AbortSignal.timeout(20_000),
      );
      expect(facts.routers).toMatchObject([
        { id: 'gw1', problem: undefined, tableProblem: undefined },
      ]);
      expect(facts.notes).toContainEqual(
        expect.stringMatching(/^7 paths of gw2 count for nothing/),
      );
    } finally {
      await daemon.stop();
    }
  });
});
