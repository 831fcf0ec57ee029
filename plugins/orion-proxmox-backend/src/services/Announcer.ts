import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';

/** Topic on which other backends hear that a cluster's guests changed. */
export const GUESTS_CHANGED_TOPIC = 'orion-proxmox.guests-changed';

/** Tells browsers and the catalog that something people see changed. */
export class Announcer {
  readonly #deps: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  };

  constructor(deps: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#deps = deps;
  }

  /**
   * Never fails: both are hints, and every reader also polls. The signal has no
   * ids: any signed-in client may listen to a channel.
   */
  async announce(cluster: string): Promise<void> {
    const { events, signals, logger } = this.#deps;
    const sent = await Promise.allSettled([
      signals.publish({
        recipients: { type: 'broadcast' },
        channel: 'orion-proxmox',
        message: { changed: 'guests' },
      }),
      events.publish({
        topic: GUESTS_CHANGED_TOPIC,
        eventPayload: { cluster },
      }),
    ]);
    for (const result of sent) {
      if (result.status === 'rejected') {
        logger.warn(
          `Not everybody heard that guests of ${cluster} changed: ${result.reason}`,
        );
      }
    }
  }
}
