import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './ActionDeps';
import { createGetMigrationAction } from './createGetMigrationAction';
import { createGetSessionAction } from './createGetSessionAction';
import { createListOwnPrefixesAction } from './createListOwnPrefixesAction';
import { createListRoutersAction } from './createListRoutersAction';
import { createListSessionsAction } from './createListSessionsAction';
import { createSearchRoutesAction } from './createSearchRoutesAction';

/** Reads only: what alters a router is ordered as a change. */
export function registerActions(
  registry: ActionsRegistryService,
  deps: ActionDeps,
): void {
  createListRoutersAction(registry, deps);
  createListSessionsAction(registry, deps);
  createGetSessionAction(registry, deps);
  createSearchRoutesAction(registry, deps);
  createListOwnPrefixesAction(registry, deps);
  createGetMigrationAction(registry, deps);
}
