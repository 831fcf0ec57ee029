import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  ComparisonScope,
  DifferencePage,
  MigrationAnswer,
  RouteComparison,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorCalls } from '../collector/CollectorCalls';
import { CollectorClient } from '../collector/CollectorClient';
import { SessionStore } from '../database/SessionStore';
import {
  defaultNormalisations,
  NormalisationName,
} from '../rib/diff/normalisations';
import { BgpAccess } from './BgpAccess';
import { AggregateSource } from './intent/AggregateSource';
import { judgeGates, NeighborExports } from './judgeGates';
import { MigrationConfig } from './readMigration';
import { SharedNeighbor, sharedNeighbors } from './sharedNeighbors';
import { toComparison, toDifference } from './toComparison';
import { toSession } from './toSession';

/** What a router with a full table may send before its list is cut. */
const MAX_EXPORTS = 1000;

export interface MigrationServiceDeps {
  access: BgpAccess;
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  migration: MigrationConfig | undefined;
  store: SessionStore;
}

/**
 * What a scope's lists cannot agree on: each is counted by name and shown, never
 * left out in silence.
 */
function ignoredIn(scope: ComparisonScope): NormalisationName[] {
  switch (scope) {
    case 'received':
      return [...defaultNormalisations, 'own-large-communities'];
    case 'exported':
      return [...defaultNormalisations, 'listed-before-export'];
    default:
      return defaultNormalisations;
  }
}

/** Compares a router with the one that is to take its place. */
export class MigrationService {
  readonly #deps: MigrationServiceDeps;

  static create(deps: MigrationServiceDeps): MigrationService {
    return new MigrationService(deps);
  }

  private constructor(deps: MigrationServiceDeps) {
    this.#deps = deps;
  }

  async get(credentials: BackstageCredentials): Promise<MigrationAnswer> {
    const { access, collector, migration } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (!migration) {
      return {
        note: 'No migration is configured. Name two routers under orion.bgp.migration.',
      };
    }
    const { from, to } = migration;
    const [aggregates, sessions, { tables }] = await Promise.all([
      this.#deps.aggregates.find(),
      this.#listSessions(migration),
      collector.ask('tables', {}),
    ]);
    const neighbors = sharedNeighbors(sessions.from, sessions.to);
    const tableOf = (id: string) => tables.find(({ router }) => router === id);
    const there = tableOf(from.id)?.dumpedAt && tableOf(to.id)?.dumpedAt;
    const comparisons = there
      ? await this.#compareAll(migration, neighbors)
      : [];
    const gates = judgeGates({
      from: { id: from.id, sessions: sessions.from, table: tableOf(from.id) },
      to: { id: to.id, sessions: sessions.to, table: tableOf(to.id) },
      neighbors,
      comparisons,
      aggregates: aggregates.prefixes,
      exports: there
        ? await this.#listExports(migration, neighbors)
        : new Map(),
    });
    return {
      migration: {
        from: from.id,
        to: to.id,
        comparisons,
        gates,
        ready: gates.every(({ state }) => state === 'passed'),
        tables: tables.filter(({ router }) =>
          [from.id, to.id].includes(router),
        ),
        neighbors,
        checkedAt: new Date().toISOString(),
      },
    };
  }

  /** @throws InputError, NotFoundError, ServiceUnavailableError */
  async listDifferences(
    query: {
      scope: ComparisonScope;
      neighbor?: string;
      limit: number;
      cursor?: string;
    },
    credentials: BackstageCredentials,
  ): Promise<DifferencePage> {
    const { access, migration } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (!migration) {
      throw new NotFoundError('No migration is configured');
    }
    const { scope, neighbor: address, limit, cursor } = query;
    const sessions = await this.#listSessions(migration);
    const neighbors = sharedNeighbors(sessions.from, sessions.to);
    const neighbor = neighbors.find(one => one.address === address);
    if (scope === 'exported' && !neighbor) {
      throw new InputError(
        `neighbor: ${address ?? 'nobody'} is no neighbor both routers have`,
      );
    }
    const answer = await this.#compare(migration, neighbors, {
      scope,
      neighbor: scope === 'exported' ? neighbor : undefined,
      limit,
      cursor,
    });
    return {
      items: answer.items.map(toDifference),
      nextCursor: answer.nextCursor,
      comparison: toComparison(scope, neighbor?.address, answer.counts),
      tookMs: answer.tookMs,
    };
  }

  async #listSessions({ from, to }: MigrationConfig) {
    const rows = await this.#deps.store.listSessions([from.id, to.id]);
    const sessions: Session[] = rows.map(toSession);
    return {
      from: sessions.filter(({ router }) => router === from.id),
      to: sessions.filter(({ router }) => router === to.id),
    };
  }

  async #compareAll(
    migration: MigrationConfig,
    neighbors: SharedNeighbor[],
  ): Promise<RouteComparison[]> {
    const wanted: { scope: ComparisonScope; neighbor?: SharedNeighbor }[] = [
      { scope: 'received' },
      { scope: 'accepted' },
      { scope: 'best' },
      ...neighbors.map(neighbor => ({ scope: 'exported' as const, neighbor })),
    ];
    return Promise.all(
      wanted.map(async ({ scope, neighbor }) => {
        const { counts } = await this.#compare(migration, neighbors, {
          scope,
          neighbor,
          limit: 0,
        });
        return toComparison(scope, neighbor?.address, counts);
      }),
    );
  }

  /** Only what came over neighbors both have: the rest is not theirs to agree on. */
  #compare(
    { from, to }: MigrationConfig,
    neighbors: SharedNeighbor[],
    query: {
      scope: ComparisonScope;
      neighbor?: SharedNeighbor;
      limit: number;
      cursor?: string;
    },
  ): Promise<CollectorCalls['compare'][1]> {
    const { scope, neighbor, limit, cursor } = query;
    const pairs = neighbors.map(one => ({ a: one.from, b: one.to }));
    return this.#deps.collector.ask('compare', {
      a: from.id,
      b: to.id,
      cursor,
      options: {
        scope,
        limit,
        ignore: ignoredIn(scope),
        ...(neighbor
          ? { exportedTo: { a: neighbor.from, b: neighbor.to } }
          : { sessions: pairs }),
      },
    });
  }

  async #listExports(
    { to }: MigrationConfig,
    neighbors: SharedNeighbor[],
  ): Promise<Map<string, NeighborExports>> {
    const { collector } = this.#deps;
    const found = await Promise.all(
      neighbors.map(async ({ address, to: session }) => {
        const { items, nextCursor, total } = await collector.ask('search', {
          q: `exported:${session}`,
          router: to.id,
          limit: MAX_EXPORTS,
        });
        const prefixes = items.map(({ prefix }) => prefix);
        // Where nobody counted, a further page is one prefix more at least.
        const atLeast = prefixes.length + (nextCursor ? 1 : 0);
        return [address, { prefixes, total: total ?? atLeast }] as const;
      }),
    );
    return new Map(found);
  }
}
