import { InputError } from '@backstage/errors';
import { RouterEndpoint } from '../config';
import type { RouterActions } from './readActionsConfig';

/** Whether a router can undo anything by itself: a forced command of SSH does. */
export function holdsGuards(endpoint: RouterEndpoint | undefined): boolean {
  return endpoint?.driver === 'gobgp'
    ? endpoint.guard !== undefined
    : endpoint?.ssh !== undefined;
}

/**
 * What can be undone is done only where the router undoes it by itself, or where
 * the configuration says that ORION's machine alone is enough.
 *
 * @throws InputError naming the keys
 */
export function assertUndone(
  router: string,
  { endpoint, localUndo }: Pick<RouterActions, 'endpoint' | 'localUndo'>,
): void {
  if (holdsGuards(endpoint) || localUndo) {
    return;
  }
  const key = `orion.bgp.routers.${router}.actions`;
  const own =
    endpoint.driver === 'gobgp'
      ? `${key}.gobgp.guard`
      : `${key}.bird.ssh with the forced command bird-sessions`;
  throw new InputError(
    `Nothing on ${router} undoes an action that nobody confirms: set ${own}, or ${key}.localUndo: true where the machine of ORION alone is enough`,
  );
}

/** Who undoes an action that nobody confirms, for a plan. */
export function undoText(
  router: string,
  {
    endpoint,
    revertAfterSeconds,
  }: Pick<RouterActions, 'endpoint' | 'revertAfterSeconds'>,
): string {
  const ours = `the machine of ORION after ${revertAfterSeconds} s`;
  return holdsGuards(endpoint)
    ? `${ours}; without it ${router} by itself, a minute later`
    : `${ours}; without it nobody, which localUndo allows`;
}
