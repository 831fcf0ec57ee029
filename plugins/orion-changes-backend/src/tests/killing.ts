import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { World } from './World';

const started: ChildProcess[] = [];

/** Ends what a failed test left running. */
export function killPipelineProcesses(): void {
  started.splice(0).forEach(child => child.kill('SIGKILL'));
}

/** Starts another process that works on the same database and world. */
export async function startPipelineProcess(
  url: string,
  world: World,
): Promise<ChildProcess> {
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  // eslint-disable-next-line no-restricted-syntax -- runs from source only
  const script = join(__dirname, 'pipelineProcess.ts');
  const child = spawn(
    process.execPath,
    ['--no-warnings', '-r', transform, script],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'development',
        PIPELINE_OPTIONS: JSON.stringify({ url, worldDir: world.dir }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  started.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once('data', () => resolve());
    child.once('exit', code =>
      reject(new Error(`The pipeline process ended with ${code}`)),
    );
  });
  return child;
}

/** kill -9, as the kernel does it when memory runs out: no handler, no goodbye. */
export async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await eventually(() => child.signalCode === 'SIGKILL');
}

/** Kills an engine together with the shell that would have kept its exit code. */
export async function killEngine(knex: Knex, id: number): Promise<void> {
  const run = await knex('change_runs')
    .where({ change_id: id, phase: 'apply' })
    .orderBy('started_at', 'desc')
    .first();
  const [wrapper] = readFileSync(join(run.run_dir, 'wrapper'), 'utf8').split(
    ' ',
  );
  process.kill(Number(wrapper), 'SIGKILL');
  process.kill(run.pid, 'SIGKILL');
}
