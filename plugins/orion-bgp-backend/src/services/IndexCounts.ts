import { LoggerService } from '@backstage/backend-plugin-api';
import {
  FamilyCounters,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorCalls } from '../collector/CollectorCalls';
import { CollectorClient } from '../collector/CollectorClient';

type Counts = CollectorCalls['counts'][1];

/** Counting walks over the whole table: several readers share one walk. */
const KEPT_MS = 5_000;

/**
 * Counters a daemon cannot know, counted in ORION's own copy of its table. They
 * say so, and what the daemon knows is never replaced.
 */
export class IndexCounts {
  readonly #collector: Pick<CollectorClient, 'ask'>;
  readonly #logger: LoggerService;
  readonly #kept = new Map<
    string,
    { until: number; counts: Promise<Counts> }
  >();

  constructor(deps: {
    collector: Pick<CollectorClient, 'ask'>;
    logger: LoggerService;
  }) {
    this.#collector = deps.collector;
    this.#logger = deps.logger;
  }

  /** Never fails: without the collector the counters stay unknown. */
  async complete<T extends Session>(session: T): Promise<T> {
    const lacking = session.families.some(({ counters }) => lacks(counters));
    if (!lacking || session.state !== 'established') {
      return session;
    }
    const counts = await this.#read(session.router).catch(error => {
      this.#logger.debug(`Routes of ${session.router} not counted: ${error}`);
      return [];
    });
    return {
      ...session,
      families: session.families.map(family => {
        const counted = counts.find(
          one => one.session === session.name && one.family === family.family,
        );
        return counted
          ? { ...family, counters: fill(family.counters, counted.counters) }
          : family;
      }),
    };
  }

  #read(router: string): Promise<Counts> {
    const kept = this.#kept.get(router);
    if (kept && kept.until > performance.now()) {
      return kept.counts;
    }
    const counts = this.#collector.ask('counts', { router });
    this.#kept.set(router, { until: performance.now() + KEPT_MS, counts });
    return counts;
  }
}

const steps = [
  'received',
  'filtered',
  'accepted',
  'best',
  'exported',
] as const satisfies (keyof FamilyCounters)[];

function lacks(counters: FamilyCounters): boolean {
  return steps.some(step => counters[step]?.value === undefined);
}

function fill(known: FamilyCounters, counted: FamilyCounters): FamilyCounters {
  return Object.fromEntries(
    steps.flatMap(step => {
      const counter =
        known[step]?.value === undefined
          ? counted[step] ?? known[step]
          : known[step];
      return counter ? [[step, counter]] : [];
    }),
  );
}
