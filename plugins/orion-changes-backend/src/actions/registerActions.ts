import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionDeps } from './callerOf';
import { createGetChangeAction } from './createGetChangeAction';
import { createListChangesAction } from './createListChangesAction';
import { createSubmitChangeAction } from './createSubmitChangeAction';

/** What agents and tools may do with changes: read and order. Decisions are for browsers. */
export function registerActions(
  registry: ActionsRegistryService,
  deps: ActionDeps,
): void {
  createListChangesAction(registry, deps);
  createGetChangeAction(registry, deps);
  createSubmitChangeAction(registry, deps);
}
