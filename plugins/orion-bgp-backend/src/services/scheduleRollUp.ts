import { SchedulerService } from '@backstage/backend-plugin-api';
import { RouteHistoryStore } from '../database/RouteHistoryStore';
import { SessionStore } from '../database/SessionStore';

/** Days transitions, rolled-up counters and sessions that are gone stay. */
const KEEP_DAYS = 90;

/** Rolls counters up and forgets old history, every quarter of an hour on one replica. */
export async function scheduleRollUp(deps: {
  scheduler: SchedulerService;
  history: RouteHistoryStore;
  store: SessionStore;
}): Promise<void> {
  await deps.scheduler.scheduleTask({
    id: 'orion-bgp-roll-up',
    frequency: { minutes: 15 },
    timeout: { minutes: 5 },
    initialDelay: { minutes: 1 },
    fn: async () => {
      await deps.store.rollUp(KEEP_DAYS);
      await deps.history.forget(KEEP_DAYS);
    },
  });
}
