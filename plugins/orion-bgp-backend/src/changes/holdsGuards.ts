import { RouterEndpoint } from '../config';
import type { RouterActions } from './readActionsConfig';

/** Whether a router can undo anything by itself: a forced command of SSH does. */
export function holdsGuards(endpoint: RouterEndpoint | undefined): boolean {
  return endpoint?.driver === 'gobgp'
    ? endpoint.guard !== undefined
    : endpoint?.ssh !== undefined;
}

/** Who undoes an action that nobody confirms, for a plan. */
export function undoText(
  router: string,
  { endpoint, revertAfterSeconds }: RouterActions,
): string {
  const ours = `the machine of ORION after ${revertAfterSeconds} s`;
  return holdsGuards(endpoint)
    ? `${ours}; without it ${router} by itself, a minute later`
    : `${ours}; without it nobody`;
}
