import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { IpamProvider } from '@orion/backstage-plugin-orion-ipam-node';

/** Frees rested addresses; one replica at a time does it. */
export async function scheduleAddressSweep(
  ipam: IpamProvider,
  { logger, scheduler }: { logger: LoggerService; scheduler: SchedulerService },
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'orion-proxmox:rested-addresses',
    frequency: { seconds: 30 },
    timeout: { seconds: 60 },
    initialDelay: { seconds: 5 },
    async fn(signal) {
      const { freed } = await ipam.sweepRestingAddresses({ signal });
      if (freed.length > 0) {
        logger.info(`Free again after their rest: ${freed.join(', ')}`);
      }
    },
  });
}
