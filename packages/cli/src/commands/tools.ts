import { getEngine } from '../tools/getEngine';
import { getProvider } from '../tools/getProvider';
import { Steps } from '../util/Steps';

/** Gets what is missing to order a machine: an engine and its provider. */
export async function tools(): Promise<void> {
  const steps = new Steps();
  const { product, version, binary } = await getEngine(steps);
  steps.say('engine', `${product} ${version} (${binary})`);
  await getProvider(steps);
  steps.say('provider', 'in .orion/tools/terraform-mirror');
}
