import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionFolders } from './ActionFolders';
import { hasLeaked } from './actor/leaked';
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

  it('has it taken back although whoever watched is dead', async () => {
    await armed(-1_000);
    expect(await judge(LOST)).toEqual([LOST]);
    expect(await readVerdict(dir)).toBe('reverting');
  });

  it('has what does not hold taken back where its time is over and nobody did', async () => {
    const down = probe('state', 'unknown', 'It is down.');
    await armed(-20_000);
    await judge(down);
    expect(await readVerdict(dir)).toBeUndefined();
    await armed(-31_000);
    await judge(probe('state', 'pass', 'It is up.'));
    expect(await readVerdict(dir)).toBeUndefined();
    await judge(down);
    expect(await readVerdict(dir)).toBe('reverting');
  });

  it('says of a leak that it is one, to whoever undoes it', async () => {
    await armed(60_000);
    await judge(probe('elsewhere', 'fail', 'Nobody announces it.'));
    expect(await hasLeaked(dir)).toBe(false);
    await rm(join(dir, 'verdict'));
    await judge(probe('leaks', 'fail', 'It sends 1 route of other networks.'));
    expect(await hasLeaked(dir)).toBe(true);
  });

  it('fails nothing where nobody ever watched, or it is confirmed', async () => {
    expect(await judge(LOST)).toEqual([{ ...LOST, verdict: 'unknown' }]);
    expect(await readVerdict(dir)).toBeUndefined();
    await armed(60_000);
    await decide(dir, 'confirmed');
    expect(await judge(LOST)).toEqual([{ ...LOST, verdict: 'unknown' }]);
    expect(await readVerdict(dir)).toBe('confirmed');
  });
});
