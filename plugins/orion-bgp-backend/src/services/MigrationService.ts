import {
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  ComparisonScope,
  DifferencePage,
  MigrationAnswer,
  RouteComparison,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorCalls } from '../collector/CollectorCalls';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { DecidedStore } from '../database/DecidedStore';
import { MigrationStore } from '../database/MigrationStore';
import { SessionStore } from '../database/SessionStore';
import {
  defaultNormalisations,
  NormalisationName,
} from '../rib/diff/normalisations';
import { KernelAnswer } from '../rib/kernel/KernelComparison';
import { BgpAccess } from './BgpAccess';
import { findWayBack } from './findWayBack';
import { daemonsOf } from './gates/daemonsOf';
import { GateFacts, GateRouter, NeighborExports } from './gates/GateFacts';
import { judgeGates } from './gates/judgeGates';
import { settleGates } from './gates/settleGates';
import { AggregateSource } from './intent/AggregateSource';
import { MigrationConfig } from './readMigration';
import { RouterWatch } from './RouterWatch';
import { SharedNeighbor, sharedNeighbors, splitByUse } from './sharedNeighbors';
import { toComparison, toDifference } from './toComparison';
import { toSession } from './toSession';

/** What a router with a full table may send before its list is cut. */
const MAX_EXPORTS = 1000;

export interface MigrationServiceDeps {
  access: BgpAccess;
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  decided: Pick<DecidedStore, 'list'>;
  kept: MigrationStore;
  migration: MigrationConfig | undefined;
  store: SessionStore;
  watch: RouterWatch;
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
    const { access, decided, kept, migration } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (!migration) {
      return {
        note: 'No migration is configured. Name two routers under orion.bgp.migration.',
      };
    }
    const { from, to } = migration;
    const facts = await this.#gather(migration);
    const [known, rows] = await Promise.all([
      kept.listGates(
        { from: from.id, to: to.id },
        daemonsOf(facts.from, facts.to),
      ),
      decided.list([from.id, to.id]),
    ]);
    const gates = settleGates(judgeGates(facts), known);
    const { comparisons, neighbors, moved, waiting, now } = facts;
    return {
      migration: {
        from: from.id,
        to: to.id,
        comparisons,
        gates,
        ready: gates.every(({ state }) => state === 'passed'),
        tables: [facts.from, facts.to].flatMap(({ table }) => table ?? []),
        neighbors,
        moved,
        waiting,
        wayBack: findWayBack({
          shared: [...neighbors, ...moved, ...waiting],
          from: facts.from,
          to: facts.to,
          decided: rows,
        }),
        actions: from.actions && to.actions,
        checkedAt: now.toISOString(),
      },
    };
  }

  /** Judges once and keeps how each gate stands, so that it is known since when. */
  async keepLook(): Promise<void> {
    const { kept, migration } = this.#deps;
    if (migration) {
      const facts = await this.#gather(migration);
      const { from, to } = facts;
      await kept.keepGates(
        { from: from.id, to: to.id },
        judgeGates(facts),
        daemonsOf(from, to),
      );
    }
  }

  /**
   * Takes down that a change went over and back. Only the kinds of change tell.
   * @throws NotFoundError, InputError
   */
  async keepRehearsal(
    told: { changeId: number; from: string; to: string; sessions: string[] },
    credentials: BackstageCredentials<BackstageServicePrincipal>,
  ): Promise<void> {
    const { kept, migration } = this.#deps;
    if (credentials.principal.subject !== 'plugin:orion-changes') {
      throw new NotAllowedError('Only a change rehearses a migration');
    }
    const { from, to, changeId, sessions } = told;
    if (migration?.from.id !== from || migration.to.id !== to) {
      throw new NotFoundError(
        `No migration from ${from} to ${to} is configured`,
      );
    }
    await kept.keepRehearsal({ from, to }, { changeId, sessions });
  }

  async #gather(migration: MigrationConfig): Promise<GateFacts> {
    const { aggregates, collector, kept, store, watch } = this.#deps;
    const { from, to } = migration;
    const pair = [from, to];
    const sessions = await this.#listSessions(migration);
    const [ours, { tables }, rows, states, rehearsal, kernels] =
      await Promise.all([
        aggregates.find(),
        collector.ask('tables', {}),
        store.listRouters(pair.map(({ id }) => id)),
        watch.listStates(pair),
        kept.findRehearsal({ from: from.id, to: to.id }),
        Promise.all([
          this.#askKernel(from, sessions.from),
          this.#askKernel(to, sessions.to),
        ]),
      ]);
    const shared = sharedNeighbors(sessions.from, sessions.to);
    const {
      both: neighbors,
      moved,
      waiting,
    } = splitByUse(shared, sessions.from, sessions.to);
    const routerOf = (side: 'from' | 'to', index: number): GateRouter => {
      const { id } = migration[side];
      const row = rows.find(one => one.id === id);
      const { complete, freshness, now } = states[index];
      const { fetchedAt } = freshness;
      return {
        id,
        sessions: sessions[side],
        table: tables.find(({ router }) => router === id),
        identity: row?.identity,
        parts: row?.parts ?? undefined,
        kernel: kernels[index],
        ageMs: complete && fetchedAt ? ageBetween(fetchedAt, now) : undefined,
      };
    };
    const [here, there] = [routerOf('from', 0), routerOf('to', 1)];
    const read = here.table?.dumpedAt && there.table?.dumpedAt;
    return {
      from: here,
      to: there,
      neighbors,
      moved,
      waiting,
      aggregates: ours.prefixes,
      rehearsal,
      comparisons: read ? await this.#compareAll(migration, neighbors) : [],
      exports: read
        ? await this.#listExports(migration, neighbors)
        : new Map<string, NeighborExports>(),
      now: states[0].now,
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
    const { both: neighbors } = splitByUse(
      sharedNeighbors(sessions.from, sessions.to),
      sessions.from,
      sessions.to,
    );
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

  /** Undefined where the kernel is not read. */
  async #askKernel(
    { id, kernel }: RouterConfig,
    sessions: Session[],
  ): Promise<KernelAnswer | undefined> {
    // What came from inside has a next hop outside, which is resolved first.
    const recursive = sessions
      .filter(({ type }) => type === 'internal')
      .map(({ name }) => name);
    if (!kernel) {
      return undefined;
    }
    try {
      return await this.#deps.collector.ask('kernel', {
        router: id,
        recursive,
      });
    } catch (error) {
      // A collector that does not know of it leaves one gate open, not all.
      if (error instanceof NotFoundError) {
        return { maxAgeMs: 0, error: error.message };
      }
      throw error;
    }
  }

  async #listSessions({ from, to }: MigrationConfig) {
    const rows = await this.#deps.store.listSessions([from.id, to.id]);
    // How one was that the daemon no longer knows proves nothing.
    const sessions: Session[] = rows.map(toSession).filter(({ gone }) => !gone);
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

/** Undefined for a reading of the future: the database's clock was set, and nobody knows its age. */
function ageBetween(fetchedAt: string, now: Date): number | undefined {
  const ageMs = now.getTime() - Date.parse(fetchedAt);
  return ageMs < 0 ? undefined : ageMs;
}
