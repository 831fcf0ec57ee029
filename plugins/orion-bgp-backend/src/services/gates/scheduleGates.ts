import { SchedulerService } from '@backstage/backend-plugin-api';
import { MigrationService } from '../MigrationService';

/**
 * Looks at every gate twice a minute on one replica, so that it is known since
 * when each holds.
 */
export async function scheduleGates(deps: {
  scheduler: SchedulerService;
  migration: Pick<MigrationService, 'keepLook'>;
}): Promise<void> {
  await deps.scheduler.scheduleTask({
    id: 'orion-bgp-migration-gates',
    frequency: { seconds: 30 },
    timeout: { minutes: 2 },
    initialDelay: { seconds: 15 },
    fn: () => deps.migration.keepLook(),
  });
}
