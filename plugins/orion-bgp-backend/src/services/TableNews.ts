import { LoggerService } from '@backstage/backend-plugin-api';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { tableCounters } from '../routes/tableCounters';

/**
 * Tells the collector that a router's table is not what it was: BIRD is dumped
 * only when its counters moved, and a session that came or went asks for a
 * comparison.
 */
export class TableNews {
  readonly #deps: {
    collector: Pick<CollectorClient, 'ask'>;
    logger: LoggerService;
    router: string;
  };
  #counters: string | undefined;
  #states: string | undefined;
  #failing = false;

  constructor(deps: {
    collector: Pick<CollectorClient, 'ask'>;
    logger: LoggerService;
    router: string;
  }) {
    this.#deps = deps;
  }

  /** Returns at once and never fails: the collector also looks by itself. */
  note(sessions: SessionReading[]): void {
    const states = JSON.stringify(
      sessions.map(({ name, state }) => [name, state === 'established']),
    );
    const counters = tableCounters(sessions);
    const resync = this.#states !== undefined && states !== this.#states;
    const moved = this.#counters !== undefined && counters !== this.#counters;
    this.#states = states;
    this.#counters = counters;
    if (resync || moved) {
      this.#tell(resync);
    }
  }

  #tell(resync: boolean): void {
    const { collector, logger, router } = this.#deps;
    collector.ask('moved', { router, resync }).then(
      () => {
        this.#failing = false;
      },
      error => {
        // Said once: it comes again with every look.
        if (!this.#failing) {
          logger.warn(
            `The collector does not hear that routes of ${router} moved: ${error}`,
          );
        }
        this.#failing = true;
      },
    );
  }
}
