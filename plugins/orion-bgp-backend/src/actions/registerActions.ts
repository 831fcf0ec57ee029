import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './ActionDeps';
import { createGetCounterHistoryAction } from './createGetCounterHistoryAction';
import { createGetMigrationAction } from './createGetMigrationAction';
import { createGetPrefixAction } from './createGetPrefixAction';
import { createGetSessionAction } from './createGetSessionAction';
import { createListFilterReasonsAction } from './createListFilterReasonsAction';
import { createListOwnPrefixesAction } from './createListOwnPrefixesAction';
import { createListRouteHistoryAction } from './createListRouteHistoryAction';
import { createListRoutersAction } from './createListRoutersAction';
import { createListSessionsAction } from './createListSessionsAction';
import { createListTablesAction } from './createListTablesAction';
import { createSearchRoutesAction } from './createSearchRoutesAction';

/** Reads only: what alters a router is ordered as a change. */
export function registerActions(
  registry: ActionsRegistryService,
  deps: ActionDeps,
): void {
  createListRoutersAction(registry, deps);
  createListSessionsAction(registry, deps);
  createGetSessionAction(registry, deps);
  createGetCounterHistoryAction(registry, deps);
  createListFilterReasonsAction(registry, deps);
  createListTablesAction(registry, deps);
  createSearchRoutesAction(registry, deps);
  createGetPrefixAction(registry, deps);
  createListRouteHistoryAction(registry, deps);
  createListOwnPrefixesAction(registry, deps);
  createGetMigrationAction(registry, deps);
}
