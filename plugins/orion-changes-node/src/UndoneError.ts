import { CustomErrorBase } from '@backstage/errors';

/**
 * Thrown by a write-back step that finds undone what was applied: by the system
 * itself, or by whoever watched over it. Trying it again helps nobody; recovery
 * looks at the world, and the change ends as that is.
 *
 * @public
 */
export class UndoneError extends CustomErrorBase {
  /** Compared by this name: two copies of the package have two classes. */
  name = 'UndoneError' as const;
}
