import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';

const folders = ['.', 'packages/app', 'packages/backend', 'packages/cli'];

/**
 * The ranges in which this repository itself depends on packages.
 *
 * @throws Error naming one that it does not depend on.
 */
export function readRanges(names: readonly string[]): Record<string, string> {
  const known = Object.assign(
    {},
    ...folders.map(folder => {
      const file = join(paths.root, folder, 'package.json');
      const { dependencies, devDependencies } = JSON.parse(
        readFileSync(file, 'utf8'),
      );
      return { ...devDependencies, ...dependencies };
    }),
  ) as Record<string, string>;
  return Object.fromEntries(
    names.map(name => {
      if (!known[name]) {
        throw new Error(`this repository does not depend on ${name}`);
      }
      return [name, known[name]];
    }),
  );
}
