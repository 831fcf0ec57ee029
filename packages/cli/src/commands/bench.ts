import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';

/** Measures in a house of its own; prints a table of figures, bars and ratios. */
export async function bench(what: string): Promise<void> {
  if (what !== 'main-job') {
    throw new Error(`no bench "${what}"; there is main-job`);
  }
  const home = join(paths.home, 'bench');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  symlinkSync(paths.tools, join(home, 'tools'));
  await new Promise<void>((done, fail) => {
    const child = spawn(
      process.execPath,
      [
        '--no-warnings',
        '-r',
        '@backstage/cli/config/nodeTransform.cjs',
        join(paths.root, 'packages/cli/src/bench/mainJob.ts'),
      ],
      {
        cwd: paths.root,
        env: { ...process.env, ORION_HOME: home },
        stdio: 'inherit',
      },
    );
    child.once('error', fail);
    child.once('exit', code =>
      code === 0
        ? done()
        : fail(new Error(`the bench ended with exit ${code}`)),
    );
  });
}
