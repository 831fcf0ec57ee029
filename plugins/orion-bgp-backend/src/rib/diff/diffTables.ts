import { InputError } from '@backstage/errors';
import { mayHaveMoved } from '../moves/mayHaveMoved';
import { MovedPrefixes } from '../moves/MoveLog';
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
 * @param moves - prefixes whose differences may only be of time: counted apart where
 * they are few, see `mayHaveMoved`. What goes out is compared as it is
 * @throws InputError when `exported` does not say to whom.
 */
export function diffTables(
  a: RibTable,
  b: RibTable,
  options: DiffOptions,
  moves?: MovedPrefixes,
): TableDiff {
  if (options.scope === 'exported' && !options.exportedTo) {
    throw new InputError(
      'Exported routes are compared for one neighbor: name it',
    );
  }
  a.merge();
  b.merge();
  const walk = (those?: MovedPrefixes) => {
    const one = new DiffWalk(a, b, options, those);
    const shares = ([4, 6] as const)
      .filter(family => (options.family ?? family) === family)
      .map(family => one.compare(family));
    return { result: one.result(), shares };
  };
  const { result, shares } = walk(
    options.scope === 'exported' ? undefined : moves,
  );
  if (shares.every(mayHaveMoved)) {
    return result;
  }
  const tooManyMoved = shares.reduce((sum, { moved }) => sum + moved, 0);
  const { counts, ...rest } = walk().result;
  return { ...rest, counts: { ...counts, tooManyMoved } };
}
