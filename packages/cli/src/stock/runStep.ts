import { join } from 'node:path';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';

/** Runs a command with its output in `stock-<name>.log`; throws its end where it fails. */
export async function runStep(
  name: string,
  command: string,
  args: string[],
  cwd: string,
): Promise<void> {
  const { code, output } = await runCommand(command, args, {
    cwd,
    logFile: join(paths.logs, `stock-${name}.log`),
  });
  if (code !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} failed in ${cwd}:\n${output}`,
    );
  }
}
