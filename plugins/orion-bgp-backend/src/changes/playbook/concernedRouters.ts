import { ActionRouter, ActionsConfig } from '../readActionsConfig';
import { findOnHost } from './HostSpeakers';
import type { PlannedPlaybook } from './PlaybookKind';

/**
 * Routers whose sessions a change may move: its own, those of the machine that
 * announced something at the plan, and those whose file becomes another one: one
 * that had no session outside may have some then.
 */
export function concernedRouters(
  config: ActionsConfig,
  router: ActionRouter,
  { announcements, files }: Pick<PlannedPlaybook, 'announcements' | 'files'>,
): ActionRouter[] {
  const ids = new Set([router.id, ...announcements.map(one => one.router)]);
  for (const driver of ['bird', 'gobgp'] as const) {
    const file = files[driver];
    const found = findOnHost(config, router, driver);
    if (found && file && file.runs !== file.shall) {
      ids.add(found.id);
    }
  }
  return config.routers.filter(({ id }) => ids.has(id));
}
