import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../../collector/CollectorClient';
import { MigrationStore } from '../../database/MigrationStore';
import { SessionStore } from '../../database/SessionStore';
import { KernelAnswer } from '../../rib/kernel/KernelComparison';
import { inTurn } from '../inTurn';
import { AggregateSource } from '../intent/AggregateSource';
import { MigrationConfig } from '../readMigration';
import { RouterWatch } from '../RouterWatch';
import {
  SharedNeighbor,
  sharedNeighbors,
  splitByUse,
} from '../sharedNeighbors';
import { toComparison } from '../toComparison';
import { toSession } from '../toSession';
import { Comparer } from './Comparer';
import { findFeeds } from './findFeeds';
import { foreseeExports, ForeseenExports } from './foreseeExports';
import { foreseeImports } from './foreseeImports';
import {
  GateFacts,
  GateRouter,
  ImportSight,
  NeighborExports,
} from './GateFacts';
import { BOOT_MS } from './judgeRestart';
import { KernelReader } from './KernelReader';
import { ageOf, restOf } from './judgeTables';
import { planComparisons, PlannedComparison } from './planComparisons';
import { SentComparer } from './SentComparer';

/** What a router with a full table may send before its list is cut. */
const MAX_EXPORTS = 1000;
/** Enough to meet a statement that lets out what it should not. */
const SAMPLED_ROUTES = 100;

export interface GateReaderDeps {
  /** What has to go out. */
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  kept: MigrationStore;
  migration: MigrationConfig;
  store: SessionStore;
  watch: RouterWatch;
}

/** Sessions of both routers, without those that are gone. */
export interface PairOfSessions {
  from: Session[];
  to: Session[];
}

/**
 * Reads everything the gates of a migration are judged by. The route index is asked
 * one thing after the other: what is judged meanwhile waits for one of them at most.
 */
export class GateReader {
  readonly #deps: GateReaderDeps;

  readonly comparer: Comparer;

  readonly kernels: KernelReader;

  readonly sent: SentComparer;

  constructor(deps: GateReaderDeps) {
    this.#deps = deps;
    this.comparer = new Comparer(deps);
    this.kernels = new KernelReader(deps);
    this.sent = new SentComparer(deps);
  }

  async gather(): Promise<GateFacts> {
    const { aggregates, collector, kept, migration, store, watch } = this.#deps;
    const { from, to } = migration;
    const pair = [from, to];
    const sessions = await this.listSessions();
    const [ours, { tables }, rows, states, rehearsals, limitTrials, kernels] =
      await Promise.all([
        aggregates.find(),
        collector.ask('tables', {}),
        store.listRouters(pair.map(({ id }) => id)),
        watch.listStates(pair),
        kept.listRehearsals({ from: from.id, to: to.id }),
        kept.listLimitTrials(to.id),
        Promise.all([
          this.kernels.ask(from, sessions.from),
          this.kernels.ask(to, sessions.to),
        ]),
      ]);
    const shared = this.#share(sessions);
    const {
      both: neighbors,
      moved,
      waiting,
    } = splitByUse(shared, sessions.from, sessions.to);
    const routerOf = async (
      side: 'from' | 'to',
      index: number,
    ): Promise<GateRouter> => {
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
        cameBack: await this.#listCameBack(id, kernels[index]),
        ageMs: complete && fetchedAt ? ageBetween(fetchedAt, now) : undefined,
      };
    };
    const [here, there] = await Promise.all([
      routerOf('from', 0),
      routerOf('to', 1),
    ]);
    const now = states[0].now;
    await this.#renewTables([here, there], now);
    const read = Boolean(here.table?.dumpedAt && there.table?.dumpedAt);
    const use = { moved, neighbors, waiting };
    return {
      from: here,
      to: there,
      neighbors,
      moved,
      waiting,
      aggregates: ours,
      limitTrials,
      rehearsals,
      comparisons: read
        ? await this.comparer.compareAll(
            planComparisons(here, there, { both: neighbors, moved }),
          )
        : [],
      imports: read ? await this.#lookAtImports(use, sessions) : [],
      exports: read ? await this.#listExports(use) : [],
      sent: read
        ? await this.sent.compare(neighbors, sessions, ours.prefixes)
        : [],
      foreseen: await this.#foresee(use, sessions.to, ours.prefixes),
      now,
    };
  }

  /**
   * Not every change of a router's routes moves one of its counters: a table that
   * is compared is read again as soon as the daemon had its rest.
   */
  async #renewTables(sides: GateRouter[], now: Date): Promise<void> {
    for (const { id, table } of sides) {
      const ageMs = table && ageOf(table, now);
      if (table?.state === 'polled' && !((ageMs ?? Infinity) < restOf(table))) {
        const news = { table: true, resync: false, exports: [] };
        await this.#deps.collector.ask('moved', { router: id, ...news });
      }
    }
  }

  async listSessions(): Promise<PairOfSessions> {
    const { from, to } = this.#deps.migration;
    const rows = await this.#deps.store.listSessions([from.id, to.id]);
    // How one was that the daemon no longer knows proves nothing.
    const sessions: Session[] = rows.map(toSession).filter(({ gone }) => !gone);
    return {
      from: sessions.filter(({ router }) => router === from.id),
      to: sessions.filter(({ router }) => router === to.id),
    };
  }

  /** What can be compared by how the sessions are now. */
  async planComparisons(): Promise<PlannedComparison[]> {
    const { migration, store } = this.#deps;
    const { from, to } = migration;
    const [sessions, rows] = await Promise.all([
      this.listSessions(),
      store.listRouters([from.id, to.id]),
    ]);
    const sideOf = (side: 'from' | 'to') => {
      const { id } = migration[side];
      const identity = rows.find(row => row.id === id)?.identity;
      return { id, sessions: sessions[side], identity };
    };
    const shared = this.#share(sessions);
    return planComparisons(
      sideOf('from'),
      sideOf('to'),
      splitByUse(shared, sessions.from, sessions.to),
    );
  }

  #share({ from, to }: PairOfSessions): SharedNeighbor[] {
    const { migration } = this.#deps;
    return sharedNeighbors(from, to, {
      from: migration.from.standIns,
      to: migration.to.standIns,
    });
  }

  async #listCameBack(
    router: string,
    kernel: KernelAnswer | undefined,
  ): Promise<string[]> {
    if (!kernel?.bootedAt) {
      return [];
    }
    const since = new Date(kernel.bootedAt);
    const until = new Date(since.getTime() + BOOT_MS);
    return this.#deps.kept.listComebacks(router, { since, until });
  }

  async #lookAtImports(
    { neighbors, waiting }: Pick<GateFacts, 'neighbors' | 'waiting'>,
    sessions: PairOfSessions,
  ): Promise<ImportSight[]> {
    const sights = [
      ...neighbors.map(neighbor => ({
        neighbor,
        own: true,
        found: { feeds: [neighbor.to], family: undefined },
      })),
      ...waiting.map(neighbor => ({
        neighbor,
        own: false,
        found: findFeeds(neighbor, sessions),
      })),
    ];
    const fed = waiting.length > 0;
    const otherPolicy = fed
      ? await foreseeImports(this.#deps.migration.to, sessions.to)
      : () => undefined;
    return inTurn(
      sights,
      async ({ neighbor, own, found: { family, feeds } }) => ({
        neighbor,
        own,
        feeds: await inTurn(feeds, async session => {
          const look = async (scope: 'received' | 'accepted') => {
            const { counts } = await this.comparer.compare(
              { scope, pairs: [{ ...neighbor, to: session }] },
              { family, limit: 0, standsIn: !own },
            );
            return toComparison(scope, neighbor.address, counts);
          };
          return {
            session,
            received: await look('received'),
            accepted: await look('accepted'),
            ...(!own && {
              otherPolicy: otherPolicy({ neighbor, feed: session }),
            }),
          };
        }),
      }),
    );
  }

  async #foresee(
    { neighbors, waiting }: Pick<GateFacts, 'neighbors' | 'waiting'>,
    sessions: Session[],
    ours: string[] = [],
  ): Promise<ForeseenExports[] | undefined> {
    const { collector, migration } = this.#deps;
    const sample = async () => {
      const { items } = await collector.ask('search', {
        ...{ q: 'accepted:yes', router: migration.to.id },
        limit: SAMPLED_ROUTES,
      });
      return [...new Set(items.map(({ prefix }) => prefix))];
    };
    const followed =
      waiting.length > 0 && migration.to.endpoint.driver === 'gobgp';
    const routes = followed ? await sample() : [];
    return foreseeExports(migration.to, waiting, sessions, {
      ...{ ours, routes, shown: neighbors },
    });
  }

  /** By both routers to those both speak with, and by the one that does to the others. */
  async #listExports({
    moved,
    neighbors,
    waiting,
  }: Pick<GateFacts, 'moved' | 'neighbors' | 'waiting'>): Promise<
    NeighborExports[]
  > {
    const { collector, migration } = this.#deps;
    const { from, to } = migration;
    const wanted = [
      ...neighbors.flatMap(({ address, ...names }) => [
        { address, router: from.id, session: names.from },
        { address, router: to.id, session: names.to },
      ]),
      ...waiting.map(({ address, ...names }) => ({
        address,
        router: from.id,
        session: names.from,
      })),
      ...moved.map(({ address, ...names }) => ({
        address,
        router: to.id,
        session: names.to,
      })),
    ];
    return inTurn(wanted, async one => {
      const { items, nextCursor, total } = await collector.ask('search', {
        q: `exported:${one.session}`,
        router: one.router,
        limit: MAX_EXPORTS,
      });
      const prefixes = items.map(({ prefix }) => prefix);
      // Where nobody counted, a further page is one prefix more at least.
      const atLeast = prefixes.length + (nextCursor ? 1 : 0);
      return { ...one, prefixes, total: total ?? atLeast };
    });
  }
}

/** Undefined for a reading of the future: the database's clock was set, and nobody knows its age. */
function ageBetween(fetchedAt: string, now: Date): number | undefined {
  const ageMs = now.getTime() - Date.parse(fetchedAt);
  return ageMs < 0 ? undefined : ageMs;
}
