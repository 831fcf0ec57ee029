import { ConflictError } from '@backstage/errors';
import { JudgedConfiguration } from './judgeConfiguration';
import type { Focus } from './PlaybookKind';

/**
 * A change of one session takes nothing away but that session: not from others,
 * and nothing that is not judged.
 *
 * @throws ConflictError naming it
 */
export function assertOwnChange(
  focus: Focus | undefined,
  { names, unjudged, mayLose }: JudgedConfiguration,
  router: string,
): void {
  if (!focus) {
    return;
  }
  const others = names.filter(name => name !== `${router}/${focus.session}`);
  const strange = mayLose ? unjudged : [];
  if (others.length + strange.length > 0) {
    throw new ConflictError(
      `It would also change other things of ${router}: ${[
        ...others.map(name => `${name} loses something`),
        ...strange,
      ].join(
        ', ',
      )}. Configure the router first, so that each change is its own.`,
    );
  }
}
