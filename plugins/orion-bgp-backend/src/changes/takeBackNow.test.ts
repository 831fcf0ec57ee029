import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionFolders } from './ActionFolders';
import { decide, readVerdict, writeArmed } from './actor/Verdict';
import { takeBackNow } from './takeBackNow';
import { probe } from './verifyTwice';

const LOST = probe('elsewhere', 'fail', 'Nobody announces 192.0.2.0/24.');

describe('takeBackNow', () => {
  let workDir: string;
  let dir: string;
  let facts: object;
  const judge = (...probes: (typeof LOST)[]) =>
    takeBackNow(
      {
        workDir,
        facts: {},
        saveFacts: async patch => void Object.assign(facts, patch),
      },
      probes,
    );
  const armed = (inMs: number) =>
    writeArmed(dir, { dueAt: new Date(Date.now() + inMs).toISOString() });

  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'orion-take-back-'));
    dir = await new ActionFolders(workDir).open(1);
    facts = {};
  });

  afterEach(() => rm(workDir, { recursive: true }));

  it('tells the revert, and keeps why', async () => {
    await armed(60_000);
    expect(await judge(LOST)).toEqual([LOST]);
    expect(await readVerdict(dir)).toBe('reverting');
    expect(facts).toEqual({ lacking: LOST.message });
  });

  it('leaves alone what holds, or is only not known', async () => {
    await armed(60_000);
    const unknown = { ...LOST, verdict: 'unknown' as const };
    const other = probe('state', 'fail', 'It is up.');
    expect(await judge(unknown, other)).toEqual([unknown, other]);
    expect(await readVerdict(dir)).toBeUndefined();
  });

  it('fails nothing where no revert is left that would take it back', async () => {
    await armed(-1_000);
    expect(await judge(LOST)).toEqual([{ ...LOST, verdict: 'unknown' }]);
    expect(await readVerdict(dir)).toBeUndefined();
    await armed(60_000);
    await decide(dir, 'confirmed');
    expect(await judge(LOST)).toEqual([{ ...LOST, verdict: 'unknown' }]);
    expect(await readVerdict(dir)).toBe('confirmed');
  });
});
