import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBird } from '@orion/lab';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { readAnnouncements, RouterAnnouncements } from '../readAnnouncements';
import { foreignExports } from '../testing/foreignExports';
import { ActionRouter } from '../readActionsConfig';
import { PlannedImport } from './plannedImports';
import { PlannedPlaybook } from './PlaybookKind';
import { judgePlaybook, notAsBefore, verifyPlaybook } from './verifyPlaybook';

const A = '192.0.2.0/24';
const B = '198.51.100.0/24';
const NEIGHBOR = '2001:db8:f::1';

function comingIn(
  count: Partial<PlannedImport['count']>,
  more: Partial<PlannedImport> = {},
): PlannedImport {
  return {
    ...{ router: 'gw1', session: 'he', ...more },
    count: {
      ...{ family: 'ipv4-unicast', counter: 'accepted', value: 3, at: '' },
      definition: 'bird.imported',
      ...count,
    },
  };
}

const planned: PlannedPlaybook = {
  digest: '',
  pins: {},
  runs: '',
  files: {},
  judged: '',
  lasting: false,
  sessions: [
    {
      name: 'he',
      asn: 6939,
      neighbor: NEIGHBOR,
      speaker: 'bird',
      enabled: true,
    },
  ],
  established: ['he'],
  announcements: [
    {
      ...{ router: 'gw1', session: 'he', neighborAs: 6939 },
      ...{ before: [A, B], after: [A], foreign: 0, gone: false },
    },
  ],
  mostForeign: 0,
  untouched: [],
  imports: [comingIn({ value: 3 })],
};

const read = (more: {
  session?: Partial<SessionReading>;
  own?: string[];
  others?: number;
  accepted?: number;
  problem?: string;
}): RouterAnnouncements => {
  const { accepted = 3, own = [A], others = 0, problem } = more;
  const session = {
    name: 'he',
    type: 'external',
    state: 'established',
    stateText: 'Established',
    neighborAddress: NEIGHBOR,
    neighborAs: 6939,
    families: [
      {
        family: 'ipv4-unicast',
        up: true,
        counters: {
          accepted: { value: accepted, definition: 'bird.imported' },
        },
      },
    ],
    ...more.session,
  } as SessionReading;
  return {
    router: { id: 'gw1', endpoint: { driver: 'bird' } } as never,
    reading: { sessions: [session] } as never,
    announced: [
      { router: 'gw1', session, own, foreign: foreignExports(others) },
    ],
    problem,
  };
};

const judge = (seen: RouterAnnouncements, secondsAgo = 1) =>
  judgePlaybook(
    {
      router: { id: 'gw1', endpoint: { driver: 'bird' } } as never,
      planned,
      takenAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
      establishMs: 30_000,
      relations: new Map(),
    },
    [seen],
  ).filter(({ verdict }) => verdict !== 'pass');

describe('judgePlaybook', () => {
  it('passes what is as planned', () => {
    expect(judge(read({}))).toEqual([]);
  });

  it.each([
    ['does not go out', { own: [] }, /192\.0\.2\.0\/24 not out over he on gw1/],
    ['still goes out', { own: [A, B] }, /198\.51\.100\.0\/24 still out/],
    ['gets nothing', { accepted: 0 }, /No routes come in any more: gw1\/he/],
    [
      'fell',
      { session: { state: 'active' as never, stateText: 'Active' } },
      /he is Active/,
    ],
    ['is another', { session: { neighborAs: 1 } }, /does not have he/],
  ])('waits for what %s, and fails it in time', (_, more, message) => {
    expect(judge(read(more))).toEqual([
      {
        probe: expect.any(String),
        verdict: 'unknown',
        message: expect.stringMatching(message),
      },
    ]);
    expect(judge(read(more), 31)).toEqual([
      {
        probe: expect.any(String),
        verdict: 'fail',
        message: expect.stringMatching(/after 30 s\.$/),
      },
    ]);
  });

  it('fails at once what leaks', () => {
    expect(judge(read({ others: 7 }), 0)).toEqual([
      {
        ...{ probe: 'leaks', verdict: 'fail' },
        message:
          '7 paths of others out over he on gw1, where none went out before.',
      },
    ]);
  });

  it('fails at once what leaks over a session that comes with the change, or starts anew', () => {
    const over = (
      announcements: PlannedPlaybook['announcements'],
      relations = new Map(),
    ) =>
      judgePlaybook(
        {
          router: { id: 'gw1', endpoint: { driver: 'bird' } } as never,
          planned: { ...planned, announcements },
          focus: { session: 'he', becomes: 'up' },
          establishMs: 30_000,
          relations,
        },
        [read({ others: 240_000 })],
      ).find(one => one.probe === 'leaks');
    const [was] = planned.announcements;
    expect(over([])).toEqual({
      ...{ probe: 'leaks', verdict: 'fail' },
      message: expect.stringMatching(
        /^240000 paths of others that are not known as customers out over he on gw1, which was not up with AS6939 at the plan/,
      ),
    });
    expect(over([{ ...was, gone: true }])).toMatchObject({ verdict: 'fail' });
    expect(over([{ ...was, foreign: 1 }])).toMatchObject({ verdict: 'fail' });
    // A customer gets everything, and what it got before it started anew.
    expect(over([], new Map([[6939, 'customer']]))).toMatchObject({
      verdict: 'pass',
    });
    expect(over([{ ...was, foreign: 239_000, gone: true }])).toMatchObject({
      verdict: 'pass',
    });
  });

  it('fails at once what nobody has so much of, however much is not read', () => {
    const seen = read({ problem: 'Session he announces more than anybody' });
    const [announced] = seen.announced;
    const [leaks, readable] = judge(
      { ...seen, announced: [{ ...announced, tooMany: true }] },
      0,
    );
    expect(leaks).toEqual({
      ...{ probe: 'leaks', verdict: 'fail' },
      message: 'more than 10000 routes of the own network out over he on gw1.',
    });
    expect(readable).toMatchObject({ verdict: 'unknown' });
  });

  it('never fails what it could not read', () => {
    expect(judge(read({ problem: 'no answer' }), 99)).toMatchObject([
      { verdict: 'unknown', message: 'gw1 was not read whole: no answer' },
    ]);
  });

  it('misses a session that was up, on whichever daemon', () => {
    const silent = { ...read({}), announced: [] };
    expect(
      judge(silent)
        .map(({ message }) => message)
        .join(),
    ).toMatch(/nothing over he on gw1, which is not up/);
  });
});

describe('routes that come in after a playbook', () => {
  const routes = (
    imports: PlannedImport[],
    counters: object,
    secondsAgo = 31,
  ) => {
    const families = [{ family: 'ipv4-unicast', up: true, counters }];
    return judgePlaybook(
      {
        router: { id: 'gw1', endpoint: { driver: 'bird' } } as never,
        planned: { ...planned, imports },
        takenAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
        establishMs: 30_000,
        relations: new Map(),
      },
      [read({ session: { families: families as never } })],
    ).find(one => one.probe === 'routes');
  };
  const bird = (value: number) => ({
    accepted: { value, definition: 'bird.imported' },
  });

  it('are 95 of a hundred of what was planned, or it fails', () => {
    const imports = [comingIn({ value: 240_000 })];
    expect(routes(imports, bird(228_000))).toMatchObject({ verdict: 'pass' });
    expect(routes(imports, bird(227_999), 1)).toMatchObject({
      verdict: 'unknown',
    });
    expect(routes(imports, bird(1))).toEqual({
      probe: 'routes',
      verdict: 'fail',
      message:
        'Fewer routes come in than before: gw1/he ipv4-unicast: 1 of 240000 routes accepted, and at least 228000 were to be after 30 s.',
    });
  });

  it('may be fewer where people accepted that, and never none', () => {
    const imports = [comingIn({ value: 240_000 }, { mayBeFewer: true })];
    expect(routes(imports, bird(1))).toMatchObject({
      verdict: 'pass',
      message: expect.stringMatching(
        /fewer than before were accepted of gw1\/he\/ipv4-unicast\.$/,
      ),
    });
    expect(routes(imports, bird(0))).toMatchObject({ verdict: 'fail' });
  });

  it('are counted by the index where the daemon does not, and not known until it tells', () => {
    const imports = [comingIn({ value: 100, definition: 'index' })];
    const counted = (value?: number) => ({
      received: { value: 100, definition: 'gobgp.received' },
      accepted: { value, definition: 'index' },
    });
    expect(routes(imports, counted(94))).toMatchObject({ verdict: 'fail' });
    expect(routes(imports, counted(95))).toMatchObject({ verdict: 'pass' });
    expect(routes(imports, counted())).toMatchObject({ verdict: 'unknown' });
  });

  it('are those received where nobody counts others, which is said', () => {
    const imports = [
      comingIn({
        value: 100,
        counter: 'received',
        definition: 'gobgp.received',
      }),
    ];
    const counters = (value: number) => ({
      received: { value, definition: 'gobgp.received' },
    });
    expect(routes(imports, counters(94))).toMatchObject({ verdict: 'fail' });
    expect(routes(imports, counters(100))).toMatchObject({
      verdict: 'pass',
      message: expect.stringMatching(/only what was received is counted\.$/),
    });
  });
});

describe('judgePlaybook of a GoBGP', () => {
  const verdicts = (name: string, becomes: 'up' | 'gone', there: boolean) => {
    const router = { id: 'gw1', endpoint: { driver: 'gobgp' } } as never;
    const seen = read({ session: { name: NEIGHBOR } });
    return judgePlaybook(
      {
        router,
        planned: {
          ...planned,
          sessions: there
            ? [{ ...planned.sessions[0], speaker: 'gobgp' as const }]
            : [],
          established: [],
          announcements: [],
          imports: [],
        },
        focus: { session: name, becomes },
        establishMs: 30_000,
        relations: new Map(),
      },
      [there ? seen : { ...seen, reading: { sessions: [] } as never }],
    ).map(({ verdict }) => verdict);
  };

  it('knows the session by its neighbor, which comes and goes', () => {
    expect(verdicts(NEIGHBOR, 'up', true)).not.toContain('unknown');
    expect(verdicts(NEIGHBOR, 'gone', false)).not.toContain('unknown');
    expect(verdicts(NEIGHBOR, 'gone', true)).toContain('unknown');
    // The name of the record says nothing to GoBGP.
    expect(verdicts('he', 'up', true)).toContain('unknown');
  });
});

describe('notAsBefore', () => {
  const known = { ...planned, relations: new Map() };

  it('wants what went out and came in before the change, and nothing of it', () => {
    expect(notAsBefore(known, [read({ own: [A, B] })])).toBe('');
    expect(notAsBefore(known, [read({})])).toMatch(
      /198\.51\.100\.0\/24 not out over he/,
    );
    expect(notAsBefore(known, [read({ own: [A, B], accepted: 0 })])).toMatch(
      /No routes come in any more/,
    );
    expect(notAsBefore(known, [read({ problem: 'no answer' })])).toMatch(
      /gw1 was not read whole/,
    );
  });

  it('finds what leaks now as it did not before', () => {
    expect(notAsBefore(known, [read({ own: [A, B], others: 7 })])).toMatch(
      /7 paths of others out over he on gw1, where none went out before/,
    );
    // One that the change brought or switched on stayed.
    const stays = { ...known, announcements: [], imports: [] };
    expect(notAsBefore(stays, [read({ others: 7 })])).toMatch(
      /7 paths of others that are not known as customers out over he on gw1, which was not up/,
    );
  });
});

describe('verifyPlaybook', () => {
  const signal = AbortSignal.timeout(60_000);

  it('fails at once a session that comes up and sends what others announce', async () => {
    const bird = await startBird({ connectMs: 50 });
    const workDir = await mkdtemp(join(tmpdir(), 'orion-verify-'));
    try {
      const router = {
        id: 'gw1',
        asn: 394955,
        endpoint: { driver: 'bird', socket: bird.readPath },
      } as unknown as ActionRouter;
      const { announced } = await readAnnouncements(
        { relations: new Map() },
        router,
        signal,
      );
      const announcements = announced.map(({ session, own, foreign }) => ({
        ...{ router: 'gw1', session: session.name },
        ...{ neighborAs: session.neighborAs, before: own, after: own },
        ...{ foreign: foreign.count, gone: false },
      }));
      const [{ session: comes, neighborAs }, ...known] = announcements;
      const verify = (relations = new Map()) =>
        verifyPlaybook(
          { config: { routers: [router], relations } } as never,
          { signal, workDir },
          {
            router,
            planned: {
              ...{ ...planned, sessions: [], established: [], imports: [] },
              announcements: known,
            },
            focus: { session: comes, becomes: 'up' },
            establishMs: 30_000,
          },
        );
      const strange = async (relations?: Map<number, string>) =>
        (await verify(relations)).filter(({ verdict }) => verdict !== 'pass');
      expect(await strange()).toEqual([]);
      const { world } = bird;
      // From another upstream, which another router of the network has.
      world.session('shadow').channels[1].imports = 'all';
      const attributes = {
        ...{ origin: 'IGP' as const, asPath: [64500] },
        nextHop: '10.0.10.2',
      };
      world.announce('shadow', 'ipv4', [
        { prefix: '203.0.113.0/24', attributes },
      ]);
      world.session(comes).channels[0].exports = 'all';
      expect(await strange()).toEqual([
        {
          ...{ probe: 'leaks', verdict: 'fail' },
          message: expect.stringMatching(
            `^1 path of others that are not known as customers out over ${comes} on gw1, which was not up`,
          ),
        },
      ]);
      expect(await strange(new Map([[neighborAs, 'customer']]))).toEqual([]);
    } finally {
      await bird.stop();
      await rm(workDir, { recursive: true });
    }
  });
});
