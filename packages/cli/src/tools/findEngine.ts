import { TerraformEngine } from '@orion/engines/terraform';
import { paths } from '../util/paths';

/** The engine on PATH or in `.orion/tools/bin`. */
export async function findEngine(): Promise<TerraformEngine | undefined> {
  return TerraformEngine.detect({ toolsDir: paths.tools });
}
