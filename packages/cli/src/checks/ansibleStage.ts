import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { missingPeer, requirePeers, Stage } from './types';

/** The router's roles: rendered, parsed by the real programs, and run on loopback. */
export const ansibleStage: Stage = {
  name: 'ansible',
  title: 'router roles: render, parse, refuse, run on loopback',
  async run() {
    if (!existsSync(join(paths.tools, 'ansible', 'bin', 'ansible-playbook'))) {
      return missingPeer('router roles: no Ansible, run ./orion tools --peers');
    }
    const { code, output } = await runCommand(
      'sh',
      [join(paths.root, 'infra/scripts/helpers/check-ansible.sh')],
      {
        logFile: join(paths.logs, 'test-ansible.log'),
        env: { ORION_HOME: paths.home },
      },
    );
    // The checks of a missing program did not run, so it counts as a missing peer.
    const peers = [...output.matchAll(/^# not installed: (\S+)/gm)].map(
      ([, program]) => missingPeer(`router roles: no ${program}`),
    );
    const optional = [
      ...output.matchAll(/^# optional, not installed: (.+)$/gm),
    ].map(([, program]) => `router roles: no ${program}`);
    const [, passed = 0, failed = 0] =
      /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
    return {
      passed: Number(passed),
      failed:
        (Number(failed) || (code === 0 ? 0 : 1)) +
        (requirePeers ? peers.length : 0),
      failures: [...output.matchAll(/^failed: not ok (.+)$/gm)].map(
        ([, check]) => `router roles: ${check}`,
      ),
      skipped: [...peers.flatMap(({ skipped }) => skipped), ...optional],
      details: code === 0 && peers.length === 0 ? undefined : output,
    };
  },
};
