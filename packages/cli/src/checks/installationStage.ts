import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { findEngine } from '../tools/findEngine';
import { hasProvider } from '../tools/providerMirror';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { missingPeer, Stage, StageResult } from './types';

/**
 * A stage that runs stories against a whole installation in a folder of its
 * own, with the real engine and provider. Runs in a process of its own, because
 * that folder is fixed when a process starts.
 */
export function installationStage(options: {
  name: string;
  title: string;
  /** The program; its first argument is where its report goes. */
  program: string;
  /** Below `.orion`. */
  folder: string;
  /** More arguments of the program. */
  args?: string[];
  /** Of the portal; the others follow it. Another one for stages that run at the same time. */
  port?: number;
}): Stage {
  const { name, title, program, folder, args = [], port } = options;
  return {
    name,
    title,
    async run() {
      if (!(await findEngine())) {
        return missingPeer(
          `${name}: no tofu or terraform on PATH or in .orion/tools, run ./orion tools`,
        );
      }
      if (!hasProvider()) {
        return missingPeer(`${name}: no provider mirror, run ./orion tools`);
      }
      const home = join(paths.home, folder);
      rmSync(home, { recursive: true, force: true });
      mkdirSync(home, { recursive: true });
      symlinkSync(paths.tools, join(home, 'tools'));
      const report = join(home, 'report.json');
      const { output } = await runCommand(
        process.execPath,
        [
          '--no-warnings',
          '-r',
          '@backstage/cli/config/nodeTransform.cjs',
          join(paths.root, program),
          report,
          ...args,
        ],
        {
          logFile: join(paths.logs, `test-${name}.log`),
          env: {
            ORION_HOME: home,
            ...(port ? { ORION_E2E_PORT: String(port) } : {}),
          },
        },
      );
      const told = output
        .split('\n')
        .filter(line => /^ {2}(ok|FAIL| )/.test(line));
      process.stdout.write(`${told.join('\n')}\n`);
      return existsSync(report)
        ? (JSON.parse(readFileSync(report, 'utf8')) as StageResult)
        : { passed: 0, failed: 1, skipped: [], details: output };
    },
  };
}
