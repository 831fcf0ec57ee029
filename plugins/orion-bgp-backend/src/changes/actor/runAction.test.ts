import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningBird, startBird } from '@orion/lab';
import { execArgv } from '../testing/startSessionStage';
import { SessionOrder, writeOrder } from './ActionOrder';
import { ActorLine, runAction } from './runAction';
import { decide } from './Verdict';

describe('runAction', () => {
  let bird: RunningBird;
  let dir: string;

  beforeAll(async () => {
    bird = await startBird({ connectMs: 50 });
    dir = mkdtempSync(join(tmpdir(), 'orion-action-'));
  });

  afterAll(async () => {
    await decide(dir, 'superseded');
    await bird?.stop();
    // A revert that does not find its folder any more would undo the action.
    await new Promise(resolve => setTimeout(resolve, 1_000));
    rmSync(dir, { recursive: true, force: true });
  });

  it('does nothing that the router has to undo and cannot', async () => {
    const order: SessionOrder = {
      router: 'gw1',
      session: 'he_v6',
      action: { verb: 'disable' },
      endpoint: { driver: 'bird', socket: bird.path },
      reason: 'CHG-42',
      revertAfterSeconds: 60,
      guardId: 'of-this-test',
      mustGuard: true,
      execArgv,
    };
    await writeOrder(dir, order);
    const said: ActorLine[] = [];
    expect(await runAction(dir, line => said.push(line))).toBe(1);
    expect(said.at(-1)).toEqual({
      event: 'failed',
      message: 'gw1 would not undo it by itself, so nothing was done',
    });
    const asked = bird.requests().map(({ path }) => path);
    expect(asked.filter(line => /^disable/.test(line))).toEqual([]);
    expect(bird.world.session('he_v6').disabled).toBe(false);
  });
});
