import { getEngine } from '../tools/getEngine';
import { getProvider } from '../tools/getProvider';
import { runBuild } from '../tools/runBuild';
import { UnavailableError } from '../tools/UnavailableError';
import { Steps } from '../util/Steps';

/**
 * Gets what is missing to order a machine: an engine and its provider. With
 * `peers`, also what the checks need and Debian does not package as pinned:
 * GoBGP 4, newer BIRDs and Ansible.
 */
export async function tools(options: { peers?: boolean }): Promise<void> {
  const steps = new Steps();
  const { product, version, binary } = await getEngine(steps);
  steps.say('engine', `${product} ${version} (${binary})`);
  await getProvider(steps);
  steps.say('provider', 'in .orion/tools/terraform-mirror');
  if (options.peers) {
    await steps.run(
      'peers',
      () => runBuild('tools/build-gobgp.sh'),
      () => 'GoBGP 4 in .orion/tools/bin',
    );
    await steps.run('peers', getNewerBirds, found => found);
    await steps.run(
      'peers',
      () => runBuild('tools/build-ansible.sh'),
      () => 'Ansible in .orion/tools/ansible',
    );
  }
}

/** Checks beside those of this machine's BIRD, so a mirror may lack them. */
async function getNewerBirds(): Promise<string> {
  try {
    await runBuild('tools/get-bird.sh');
    return 'BIRD 2 and 3 of Debian 13 in .orion/tools/bin';
  } catch (error) {
    if (error instanceof UnavailableError) {
      return `no newer BIRDs, which is skipped by name: ${error.message}`;
    }
    throw error;
  }
}
