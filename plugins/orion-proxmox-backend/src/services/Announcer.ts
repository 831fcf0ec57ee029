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
   * Returns at once and never fails: both are hints, and every reader also polls.
   * An event in the same process would wait for everything its subscribers do.
   * The signal has no ids: any signed-in client may listen to a channel.
   */
  announce(cluster: string): void {
    const { events, signals, logger } = this.#deps;
    const warn = (error: unknown) =>
      logger.warn(
        `Not everybody heard that guests of ${cluster} changed: ${error}`,
      );
    signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: 'orion-proxmox',
        message: { changed: 'guests' },
      })
      .catch(warn);
    events
      .publish({ topic: GUESTS_CHANGED_TOPIC, eventPayload: { cluster } })
      .catch(warn);
  }
}
