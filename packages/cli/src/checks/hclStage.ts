import { join } from 'node:path';
import { findEngine } from '../tools/findEngine';
import { hasProvider } from '../tools/providerMirror';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { missingPeer, Stage } from './types';

/** fmt, validate and test of every stack, with the real provider's schema. */
export const hclStage: Stage = {
  name: 'hcl',
  title: 'Terraform stacks: fmt, validate, test',
  async run() {
    const engine = await findEngine();
    if (!engine) {
      return missingPeer('Terraform stacks: no tofu or terraform');
    }
    if (!hasProvider()) {
      return missingPeer(
        'Terraform stacks: no provider mirror, run ./orion tools',
      );
    }
    const { code, output } = await runCommand(
      'sh',
      [join(paths.root, 'infra/scripts/helpers/check-terraform.sh')],
      {
        logFile: join(paths.logs, 'test-hcl.log'),
        env: { ORION_HOME: paths.home, ORION_TERRAFORM: engine.binary },
      },
    );
    const counted = [...output.matchAll(/(\d+) passed, (\d+) failed/g)];
    const passed = counted.reduce((sum, [, n]) => sum + Number(n), 0);
    const failed = counted.reduce((sum, [, , n]) => sum + Number(n), 0);
    return {
      passed,
      failed: failed || (code === 0 ? 0 : 1),
      skipped: [],
      details: code === 0 ? undefined : output,
    };
  },
};
