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
 * The main job and its faults, with the real engine and provider, in a lab of
 * its own. Runs in a process of its own, because the folder of an installation
 * is fixed when a process starts.
 */
export const endToEndStage: Stage = {
  name: 'e2e',
  title: 'end to end: portal, Terraform, provider, lab',
  async run() {
    if (!(await findEngine())) {
      return missingPeer(
        'end to end: no tofu or terraform on PATH or in .orion/tools',
      );
    }
    if (!hasProvider()) {
      return missingPeer('end to end: no provider mirror, run ./orion tools');
    }
    const home = join(paths.home, 'test');
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
        join(paths.root, 'packages/cli/src/e2e/main.ts'),
        report,
      ],
      { logFile: join(paths.logs, 'test-e2e.log'), env: { ORION_HOME: home } },
    );
    process.stdout.write(
      output
        .split('\n')
        .filter(line => /^ {2}(ok|FAIL| )/.test(line))
        .join('\n'),
    );
    process.stdout.write('\n');
    if (!existsSync(report)) {
      return { passed: 0, failed: 1, skipped: [], details: output };
    }
    return JSON.parse(readFileSync(report, 'utf8')) as StageResult;
  },
};
