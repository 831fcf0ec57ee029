import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';

const home = join(paths.home, 'bench');

/** What can be measured: main-job runs in a house of its own, bgp needs none. */
const benches: Record<
  string,
  (run: (program: string) => Promise<void>) => Promise<void>
> = {
  'main-job': async run => {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    symlinkSync(paths.tools, join(home, 'tools'));
    await run('packages/cli/src/bench/mainJob.ts');
  },
  // Programs of the domain: no command imports a backend.
  bgp: async run => {
    const programs = ['ribIndex.ts', 'daemons.ts'];
    const missed: string[] = [];
    // A bar that one missed does not hide the figures of the other.
    for (const program of programs) {
      await run(`plugins/orion-bgp-backend/bench/${program}`).catch(
        (error: Error) => missed.push(`${program}: ${error.message}`),
      );
    }
    if (missed.length > 0) {
      throw new Error(missed.join('; '));
    }
  },
};

/** Prints a table of figures, bars and ratios. */
export async function bench(what: string): Promise<void> {
  if (!Object.hasOwn(benches, what)) {
    throw new Error(
      `no bench "${what}"; there is ${Object.keys(benches).join(', ')}`,
    );
  }
  await benches[what](runProgram);
}

async function runProgram(program: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    const child = spawn(
      process.execPath,
      [
        '--no-warnings',
        '--expose-gc',
        '-r',
        '@backstage/cli/config/nodeTransform.cjs',
        join(paths.root, program),
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
