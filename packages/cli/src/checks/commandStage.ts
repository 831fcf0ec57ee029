import { join } from 'node:path';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { Stage } from './types';

/** A stage that is one command: it passes when the command ends with 0. */
export function commandStage(
  name: string,
  title: string,
  command: string,
  args: string[],
): Stage {
  return {
    name,
    title,
    async run() {
      const logFile = join(paths.logs, `test-${name}.log`);
      const { code, output } = await runCommand(command, args, { logFile });
      return code === 0
        ? { passed: 1, failed: 0, skipped: [] }
        : { passed: 0, failed: 1, skipped: [], details: output };
    },
  };
}
