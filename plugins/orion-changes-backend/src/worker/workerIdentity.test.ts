import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProcessIdentity } from '@orion/engines/supervisor';
import { describeWorker, isWorkerDead } from './workerIdentity';

describe('isWorkerDead', () => {
  const withPart = (owner: string, index: number, value: string) =>
    owner
      .split('|')
      .map((part, at) => (at === index ? value : part))
      .join('|');

  it('knows that this process lives and one that ended does not', async () => {
    const own = await describeWorker();
    expect(await isWorkerDead(own)).toBe(false);
    const child = spawn('sleep', ['30']);
    const identity = (await findProcessIdentity(child.pid!))!;
    const childOwner = withPart(
      withPart(own, 3, String(child.pid)),
      4,
      identity.startTime,
    );
    expect(await isWorkerDead(childOwner)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isWorkerDead(childOwner)).toBe(true);
  });

  it('knows nothing of other hosts, other containers and foreign texts', async () => {
    const dead = withPart(await describeWorker(), 4, '1');
    expect(await isWorkerDead(dead)).toBe(true);
    expect(await isWorkerDead(withPart(dead, 0, 'elsewhere'))).toBe(false);
    expect(await isWorkerDead(withPart(dead, 1, 'pid:[1]'))).toBe(false);
    expect(await isWorkerDead('some/old/owner')).toBe(false);
  });

  it('knows that a process of an earlier boot is gone', async () => {
    const before = withPart(
      await describeWorker(),
      2,
      '00000000-0000-0000-0000-000000000000',
    );
    expect(await isWorkerDead(before)).toBe(true);
  });
});
