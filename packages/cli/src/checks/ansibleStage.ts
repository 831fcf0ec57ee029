import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { readAnsibleReport } from './readAnsibleReport';
import { missingPeer, Stage } from './types';

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
    return readAnsibleReport(output, code);
  },
};
