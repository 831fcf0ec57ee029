import { buildWithGo } from '../tools/buildWithGo';
import { getEngine } from '../tools/getEngine';
import { getProvider } from '../tools/getProvider';
import { Steps } from '../util/Steps';

/**
 * Gets what is missing to order a machine: an engine and its provider. With
 * `peers`, also what Debian does not package of the daemons tests run against.
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
      () => buildWithGo('tools/build-gobgp.sh'),
      () => 'GoBGP 4 in .orion/tools/bin',
    );
  }
}
