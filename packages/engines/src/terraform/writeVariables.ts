import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';

/** Loaded by the engine without being named. */
export const VARIABLES_FILE = 'terraform.tfvars.json';

/** Writes the input variables, readable by the owner only. @public */
export async function writeVariables(
  workDir: string,
  variables: JsonObject,
): Promise<void> {
  const file = join(workDir, VARIABLES_FILE);
  const temporary = `${file}.new`;
  await writeFile(temporary, JSON.stringify(variables), { mode: 0o600 });
  await rename(temporary, file);
}
