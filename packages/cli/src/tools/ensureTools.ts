import { Steps } from '../util/Steps';
import { getEngine } from './getEngine';
import { getProvider } from './getProvider';
import { UnavailableError } from './UnavailableError';

/**
 * What `up` does about missing tools: gets them as `orion tools` does, and where
 * it cannot, says what that means. The portal runs either way.
 */
export async function ensureTools(steps: Steps): Promise<string> {
  try {
    const { product, version } = await getEngine(steps);
    const provider = await getProvider(steps).then(
      () => 'provider in .orion/tools',
      error => tell(error),
    );
    return `${product} ${version}, ${provider}`;
  } catch (error) {
    return `no engine, orders are refused: ${tell(error)}`;
  }
}

function tell(error: unknown): string {
  if (error instanceof UnavailableError) {
    return error.message;
  }
  throw error;
}
