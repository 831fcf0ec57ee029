import { basename, join } from 'node:path';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { UnavailableError } from './UnavailableError';

/**
 * Runs one of the build scripts of tools/.
 *
 * @throws UnavailableError with the last thing the build said.
 */
export async function runBuild(script: string): Promise<void> {
  const logFile = join(paths.logs, `${basename(script, '.sh')}.log`);
  const { code, output } = await runCommand('sh', [join(paths.root, script)], {
    logFile,
    env: { ORION_HOME: paths.home },
  });
  if (code !== 0) {
    const lines = output.trim().split('\n');
    throw new UnavailableError(
      `${script} failed: ${lines.at(-1)}; the rest is in ${logFile}`,
    );
  }
}
