import {
  SentComparison,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../../collector/CollectorClient';
import { SentAnswer } from '../../rib/worker/protocol';
import { MigrationConfig } from '../readMigration';
import { linksOf } from '../sent/linksOf';
import { compareSent, SentSide } from '../sent/compareSent';
import { SharedNeighbor } from '../sharedNeighbors';
import { exchanges } from './exchanges';

/** Has both routers asked how they tell neighbors of what is ours. */
export class SentComparer {
  readonly #collector: Pick<CollectorClient, 'ask'>;
  readonly #migration: MigrationConfig;

  constructor(deps: {
    collector: Pick<CollectorClient, 'ask'>;
    migration: MigrationConfig;
  }) {
    this.#collector = deps.collector;
    this.#migration = deps.migration;
  }

  /**
   * One comparison for each neighbor that speaks with both, of the prefixes whose
   * family goes over both sessions. A router that does not answer is told in it.
   */
  async compare(
    neighbors: SharedNeighbor[],
    sessions: { from: Session[]; to: Session[] },
    ours: string[] = [],
  ): Promise<SentComparison[]> {
    return Promise.all(
      neighbors.map(async neighbor => {
        const prefixes = ours.filter(
          prefix =>
            exchanges(sessions.from, neighbor.from, prefix) &&
            exchanges(sessions.to, neighbor.to, prefix),
        );
        const side = async (of: 'from' | 'to'): Promise<SentSide> => {
          const { endpoint, id: router } = this.#migration[of];
          const session = sessions[of].find(
            ({ name }) => name === neighbor[of],
          ) ?? { families: [] };
          return {
            router,
            session: { ...session, links: linksOf(endpoint) },
            answer: await this.#ask(router, neighbor[of], prefixes),
          };
        };
        const [from, to] = await Promise.all([side('from'), side('to')]);
        return compareSent(neighbor, prefixes, { from, to });
      }),
    );
  }

  async #ask(
    router: string,
    session: string,
    prefixes: string[],
  ): Promise<SentAnswer> {
    if (prefixes.length === 0) {
      return { items: [] };
    }
    try {
      const question = { router, session, prefixes };
      return await this.#collector.ask('sent', question);
    } catch (error) {
      return {
        items: [],
        problem: error instanceof Error ? error.message : String(error),
      };
    }
  }
}
