import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './ActionDeps';
import { createGetSessionAction } from './createGetSessionAction';
import { createListSessionsAction } from './createListSessionsAction';
import { createSearchRoutesAction } from './createSearchRoutesAction';

/** Reads only: what alters a router is ordered as a change. */
export function registerActions(
  registry: ActionsRegistryService,
  deps: ActionDeps,
): void {
  createListSessionsAction(registry, deps);
  createGetSessionAction(registry, deps);
  createSearchRoutesAction(registry, deps);
}
