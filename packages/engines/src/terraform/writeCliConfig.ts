import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// HCL quoted strings: a template sequence would be evaluated.
const quote = (value: string) =>
  JSON.stringify(value).replace(/\$\{/g, '$$$${').replace(/%\{/g, '%%{');

/**
 * Writes the engine's own configuration and returns its path. With a mirror
 * every provider must be in it; the network is not asked.
 *
 * @public
 */
export async function writeCliConfig(
  workDir: string,
  { mirrorDir }: { mirrorDir?: string } = {},
): Promise<string> {
  const folder = join(workDir, '.orion');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const installation = mirrorDir
    ? `provider_installation {
  filesystem_mirror {
    path    = ${quote(mirrorDir)}
    include = ["*/*/*"]
  }
  direct {
    exclude = ["*/*/*"]
  }
}
`
    : '';
  const file = join(folder, 'cli.tfrc');
  const text = `disable_checkpoint = true\n${installation}`;
  await writeFile(file, text, { mode: 0o600 });
  return file;
}
