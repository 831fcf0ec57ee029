import {
  ComparisonScope,
  RouteComparison,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorCalls } from '../../collector/CollectorCalls';
import { CollectorClient } from '../../collector/CollectorClient';
import {
  defaultNormalisations,
  NormalisationName,
} from '../../rib/diff/normalisations';
import { MigrationConfig } from '../readMigration';
import { inTurn } from '../inTurn';
import { toComparison } from '../toComparison';
import { PlannedComparison } from './planComparisons';

type Answer = CollectorCalls['compare'][1];

/** Another session with the same AS, or one inside, stands in another place. */
const STANDS_IN: NormalisationName[] = ['next-hop', 'route-reflection'];

/**
 * What a scope's lists cannot agree on: each is counted by name and shown, never
 * left out in silence.
 */
function ignoredIn(
  scope: ComparisonScope,
  standsIn: boolean,
): NormalisationName[] {
  return [...ofScope(scope), ...(standsIn ? STANDS_IN : [])];
}

function ofScope(scope: ComparisonScope): NormalisationName[] {
  switch (scope) {
    case 'received':
      return [...defaultNormalisations, 'own-large-communities'];
    case 'exported':
      return [...defaultNormalisations, 'listed-before-export'];
    default:
      return defaultNormalisations;
  }
}

/** Has the collector compare the tables of the two routers. */
export class Comparer {
  readonly #collector: Pick<CollectorClient, 'ask'>;
  readonly #migration: MigrationConfig;

  constructor(deps: {
    collector: Pick<CollectorClient, 'ask'>;
    migration: MigrationConfig;
  }) {
    this.#collector = deps.collector;
    this.#migration = deps.migration;
  }

  /** Only what came over the planned sessions: the rest is not theirs to agree on. */
  compare(
    { scope, neighbor, over, pairs }: PlannedComparison,
    {
      standsIn = over !== undefined,
      ...page
    }: { family?: 4 | 6; limit: number; cursor?: string; standsIn?: boolean },
  ): Promise<Answer> {
    const { from, to } = this.#migration;
    const { cursor, family, limit } = page;
    return this.#collector.ask('compare', {
      a: from.id,
      b: to.id,
      cursor,
      options: {
        scope,
        family,
        limit,
        ignore: ignoredIn(scope, standsIn),
        ...(neighbor
          ? { exportedTo: { a: neighbor.from, b: neighbor.to } }
          : { sessions: pairs.map(one => ({ a: one.from, b: one.to })) }),
        ...(over !== undefined && { foreign: true }),
      },
    });
  }

  /** The numbers alone. */
  compareAll(planned: PlannedComparison[]): Promise<RouteComparison[]> {
    return inTurn(planned, async one =>
      this.toComparison(
        one,
        one.pairs.length > 0
          ? (await this.compare(one, { limit: 0 })).counts
          : undefined,
      ),
    );
  }

  /** What was compared, or why nothing was. */
  toComparison(
    { empty, neighbor, over, scope }: PlannedComparison,
    counts: Answer['counts'] | undefined,
  ): RouteComparison {
    const { from, to } = this.#migration;
    const rules = ignoredIn(scope, over !== undefined);
    const numbers = toComparison(scope, neighbor?.address, counts, rules);
    const isEmpty = numbers.from === 0 && numbers.to === 0;
    return {
      ...numbers,
      over,
      empty:
        empty ??
        (isEmpty ? `Neither ${from.id} nor ${to.id} has one.` : undefined),
    };
  }
}
