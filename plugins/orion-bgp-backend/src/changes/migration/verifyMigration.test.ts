import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionFolders } from '../ActionFolders';
import { readVerdict, writeArmed } from '../actor/Verdict';
import { ForeignExports, NO_FOREIGN } from '../readExportsApart';
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

/** A session that went from gw1 to gw2, over which so much of others goes out. */
async function verify(
  workDir: string,
  leaking: string[],
  more: Partial<ForeignExports> = {},
) {
  const read = (name: string, up: boolean, others: string[]) => ({
    reading: {
      identity: {},
      parts: { fibWriters: [] },
      sessions: [session(name, up)],
    },
    exports: new Map([[name, up ? [OURS] : []]]),
    told: new Map(),
    foreign: new Map([
      [
        name,
        {
          ...{ ...NO_FOREIGN, count: others.length, examples: others },
          ...(up ? more : {}),
        },
      ],
    ]),
  });
  jest
    .mocked(readWithExports)
    .mockImplementation(
      async (_, router) =>
        (router === 'gw1'
          ? read('he_v6', false, [])
          : read('new', true, leaking)) as never,
    );
  const pair = {
    ...{ from: 'he_v6', to: 'new', use: 'moved', keepsNew: false },
    ...{ announces: [OURS], foreign: 0, routes: [] },
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
    'over',
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
});
