import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionFolders } from '../ActionFolders';
import { readVerdict, writeArmed } from '../actor/Verdict';
import { toldFields } from '../../services/sent/tellSent';
import { ForeignExports, NO_FOREIGN } from '../readExportsApart';
import { foreignExports } from '../testing/foreignExports';
import { readWithExports } from './readPairs';
import { verifyMigration } from './verifyMigration';

jest.mock('./readPairs', () => ({ readWithExports: jest.fn() }));

const OURS = '2001:db8:3949::/48';
const session = (name: string, up: boolean) =>
  ({
    ...{ name, type: 'external', stateText: up ? 'Established' : 'Idle' },
    state: up ? 'established' : 'down',
    adminState: up ? 'up' : 'down',
    families: [{ family: 'ipv6-unicast', up, counters: {} }],
  } as unknown as SessionReading);

/** How the neighbor is told of ours, as `tellSent` gives it. */
const toldWith = (communities: string) => [
  {
    ...{ prefix: OURS, asSent: true },
    values: Object.fromEntries(
      toldFields.map(field => [
        field,
        field === 'communities' ? communities : '',
      ]),
    ),
  },
];

/** What goes out over the session that speaks. */
interface SentNow {
  own: string[];
  others: string[];
  leaked: ForeignExports['leaked'];
}

/** A session that went from gw1 to gw2, or back, over which so much of others goes out. */
async function verify(
  workDir: string,
  leaking: string[],
  more: Partial<ForeignExports> = {},
  {
    direction = 'over' as 'over' | 'back',
    seen = {},
    now = {} as Partial<SentNow>,
  } = {},
) {
  const { own = [OURS], others = leaking, leaked = NO_FOREIGN.leaked } = now;
  const read = (name: string, up: boolean) => ({
    reading: {
      identity: {},
      parts: { fibWriters: [] },
      sessions: [session(name, up)],
    },
    exports: new Map([[name, up ? own : []]]),
    told: new Map([[name, toldWith('')]]),
    foreign: new Map([
      [
        name,
        up
          ? {
              ...foreignExports(others.length, { examples: others, leaked }),
              ...more,
            }
          : NO_FOREIGN,
      ],
    ]),
  });
  jest
    .mocked(readWithExports)
    .mockImplementation(
      async (_, router) =>
        (router === 'gw1'
          ? read('he_v6', direction === 'back')
          : read('new', direction === 'over')) as never,
    );
  const pair = {
    ...{ from: 'he_v6', to: 'new', use: 'moved', keepsNew: false },
    ...{ announces: [OURS], foreign: 0, routes: [] },
    ...seen,
  };
  return verifyMigration(
    { config: { routers: [{ id: 'gw1' }, { id: 'gw2' }] } } as never,
    {
      change: { input: { from: 'gw1', to: 'gw2' } },
      facts: { pairs: [pair] },
      saveFacts: async () => {},
      signal: new AbortController().signal,
      workDir,
    } as never,
    direction,
  );
}

describe('verifyMigration', () => {
  let workDir: string;
  let dir: string;

  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'orion-verify-'));
    dir = await new ActionFolders(workDir).open(1);
    const dueAt = new Date(Date.now() + 60_000).toISOString();
    await writeArmed(dir, { dueAt });
  });

  afterEach(() => rm(workDir, { recursive: true }));

  it('passes a session that went over', async () => {
    const probes = await verify(workDir, []);
    expect(probes.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(await readVerdict(dir)).toBeUndefined();
  });

  it('gives a session that leaks back at once, and not when its time is over', async () => {
    const probes = await verify(workDir, ['192.0.2.0/24']);
    expect(probes.filter(({ verdict }) => verdict !== 'pass')).toEqual([
      {
        ...{ probe: 'leaks', verdict: 'fail' },
        message:
          'Session new on gw2 sends 1 route of other networks, and 0 went out before: 192.0.2.0/24.',
      },
    ]);
    expect(await readVerdict(dir)).toBe('reverting');
  });

  it('does the same with one that sends more of its own than anybody has', async () => {
    const probes = await verify(workDir, [], { endedBy: 'own' });
    expect(probes.filter(({ verdict }) => verdict !== 'pass')).toEqual([
      {
        ...{ probe: 'leaks', verdict: 'fail' },
        message: expect.stringMatching(/^Session new on gw2 sends more than/),
      },
    ]);
    expect(await readVerdict(dir)).toBe('reverting');
  });

  describe('of a way back', () => {
    const other = '2001:db8:ffff::/48';
    /** The old router as ever; the new one did this, as the plan saw. */
    const back = (seen: object, now: Partial<SentNow> = {}) =>
      verify(workDir, [], {}, { direction: 'back', seen, now });

    it.each([
      ['told own prefixes otherwise', { told: toldWith('65535:65281') }],
      ['announced one more', { announces: [OURS, other] }],
      ['sent nothing of customers', { foreign: 0 }],
      ['let more in', { routes: [{ family: 'ipv6-unicast', accepted: 900 }] }],
    ])(
      'holds the old router to nothing where the new one %s',
      async (_, seen) => {
        const probes = await back(seen, { others: ['192.0.2.0/24'] });
        expect(probes.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
      },
    );

    it('tells what is another one, and waits for own prefixes', async () => {
      const probes = await back({ announces: [OURS, other] });
      expect(probes.find(({ probe }) => probe === 'exports')?.message).toBe(
        `Session he_v6 on gw1 does not announce ${other} yet.`,
      );
      const [silent] = (await back({}, { own: [] })).filter(
        ({ verdict }) => verdict !== 'pass',
      );
      expect(silent).toMatchObject({ probe: 'exports', verdict: 'unknown' });
    });

    it('still takes back a leak between two providers', async () => {
      const leaked = { count: 3, examples: ['192.0.2.0/24'], from: ['alt'] };
      const probes = await back({}, { leaked });
      expect(probes.find(({ probe }) => probe === 'leaks')?.verdict).toBe(
        'fail',
      );
    });
  });
});
