import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';

/** Topic on which other backends hear that a router's sessions changed. */
export const SESSIONS_CHANGED_TOPIC = 'orion-bgp.sessions-changed';

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
   * The signal has no names: any signed-in client may listen to a channel.
   */
  announce(router: string): void {
    const { events, signals, logger } = this.#deps;
    const warn = (error: unknown) =>
      logger.warn(
        `Not everybody heard that sessions of ${router} changed: ${error}`,
      );
    signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: 'orion-bgp',
        message: { changed: 'sessions' },
      })
      .catch(warn);
    events
      .publish({ topic: SESSIONS_CHANGED_TOPIC, eventPayload: { router } })
      .catch(warn);
  }
}
