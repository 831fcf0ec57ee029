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
    const { events } = this.#deps;
    this.announceAll();
    events
      .publish({ topic: SESSIONS_CHANGED_TOPIC, eventPayload: { router } })
      .catch(error => this.#warn(error));
  }

  /** To browsers only: something changed that is no state of a session. */
  announceAll(): void {
    this.#deps.signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: 'orion-bgp',
        message: { changed: 'sessions' },
      })
      .catch(error => this.#warn(error));
  }

  #warn(error: unknown): void {
    this.#deps.logger.warn(
      `Not everybody heard that something about BGP changed: ${error}`,
    );
  }
}
