import { LoggerService } from '@backstage/backend-plugin-api';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { tableCounters } from '../routes/tableCounters';

/**
 * Tells the collector that a router's table is not what it was: BIRD is dumped
 * only when its counters moved, a session that came or went asks for a
 * comparison, and what goes out is read where its counters moved.
 */
export class TableNews {
  readonly #deps: {
    collector: Pick<CollectorClient, 'ask'>;
    logger: LoggerService;
    router: string;
  };
  #counters: string | undefined;
  #states: string | undefined;
  #exports: Map<string, string> | undefined;
  #failing = false;
  /** What the collector did not hear. */
  #untold: News | undefined;

  constructor(deps: {
    collector: Pick<CollectorClient, 'ask'>;
    logger: LoggerService;
    router: string;
  }) {
    this.#deps = deps;
  }

  /** Returns at once and never fails: the collector also looks by itself. */
  note(sessions: SessionReading[]): void {
    // GoBGP lists its neighbors in another order each time.
    const states = JSON.stringify(
      sessions
        .map(({ name, state }) => [name, state === 'established'] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
    const counters = tableCounters(sessions);
    const resync = this.#states !== undefined && states !== this.#states;
    const moved = this.#counters !== undefined && counters !== this.#counters;
    const exported = exportCounters(sessions);
    const before = this.#exports;
    const exports = before
      ? [...exported.keys()].filter(
          name => before.get(name) !== exported.get(name),
        )
      : [];
    this.#states = states;
    this.#counters = counters;
    this.#exports = exported;
    const news = join({ table: moved, resync, exports }, this.#untold);
    if (news.resync || news.table || news.exports.length > 0) {
      this.#tell(news);
    }
  }

  #tell(news: News): void {
    const { collector, logger, router } = this.#deps;
    this.#untold = undefined;
    collector.ask('moved', { router, ...news }).then(
      () => {
        this.#failing = false;
      },
      error => {
        this.#untold = join(news, this.#untold);
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

interface News {
  table: boolean;
  resync: boolean;
  exports: string[];
}

function join(one: News, other: News | undefined): News {
  return other
    ? {
        table: one.table || other.table,
        resync: one.resync || other.resync,
        exports: [...new Set([...one.exports, ...other.exports])],
      }
    : one;
}

/** By session: moves when what goes out to it may have. */
function exportCounters(sessions: SessionReading[]): Map<string, string> {
  return new Map(
    sessions.map(({ name, state, families }) => [
      name,
      JSON.stringify([
        state === 'established',
        families.map(({ exportChanges, counters }) => [
          exportChanges,
          counters.exported?.value,
        ]),
      ]),
    ]),
  );
}
