import { CustomErrorBase } from '@backstage/errors';

/**
 * Another worker owns the change now. Whoever gets it stops at once and writes
 * nothing more: the new owner decides from what is stored.
 *
 * @public
 */
export class LeaseLostError extends CustomErrorBase {
  /** Compared by this name: two copies of the package have two classes. */
  name = 'LeaseLostError' as const;
}
