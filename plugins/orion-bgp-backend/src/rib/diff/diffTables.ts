import { InputError } from '@backstage/errors';
import { RibTable } from '../table/RibTable';
import { DiffOptions } from './DiffOptions';
import { DiffWalk } from './DiffWalk';
import { TableDiff } from './TableDiff';

/**
 * Compares two tables of one pool: one walk over both, as they are sorted. Of
 * several paths to a prefix those that are equal belong together, then those in
 * the same place; what is left is only in one of the two. Brings in what changes
 * are pending, which whoever lets others in meanwhile did before.
 *
 * @throws InputError when `exported` does not say to whom.
 */
export function diffTables(
  a: RibTable,
  b: RibTable,
  options: DiffOptions,
): TableDiff {
  if (options.scope === 'exported' && !options.exportedTo) {
    throw new InputError(
      'Exported routes are compared for one neighbor: name it',
    );
  }
  a.merge();
  b.merge();
  const walk = new DiffWalk(a, b, options);
  for (const family of [4, 6] as const) {
    if ((options.family ?? family) === family) {
      walk.compare(family);
    }
  }
  return walk.result();
}
