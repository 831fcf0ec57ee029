import {
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  ComparisonScope,
  DifferencePage,
  KernelDifferencePage,
  MigrationAnswer,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { DecidedStore } from '../database/DecidedStore';
import { MigrationStore } from '../database/MigrationStore';
import { SessionStore } from '../database/SessionStore';
import { BgpAccess } from './BgpAccess';
import { findWayBack } from './findWayBack';
import { daemonsOf } from './gates/daemonsOf';
import { GateFacts } from './gates/GateFacts';
import { GateReader } from './gates/GateReader';
import { judgeGates } from './gates/judgeGates';
import { isReread } from './gates/judgeTables';
import { kernelSight, kernelSights } from './gates/kernelSights';
import { RehearsalReport } from './gates/RehearsalReport';
import { settleGates } from './gates/settleGates';
import { AggregateSource } from './intent/AggregateSource';
import { MigrationConfig } from './readMigration';
import { RouterWatch } from './RouterWatch';
import { shareRuns } from './shareRuns';
import { toDifference } from './toComparison';

export interface MigrationServiceDeps {
  access: BgpAccess;
  /** What has to go out. */
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  decided: Pick<DecidedStore, 'list'>;
  kept: MigrationStore;
  migration: MigrationConfig | undefined;
  store: SessionStore;
  watch: RouterWatch;
}

/** Compares a router with the one that is to take its place. */
export class MigrationService {
  readonly #deps: MigrationServiceDeps;
  /** For people. */
  readonly #reader: GateReader | undefined;
  /** A look compares whole tables: pages, the job and changes share theirs. */
  readonly #gather: () => Promise<GateFacts>;

  static create(deps: MigrationServiceDeps): MigrationService {
    return new MigrationService(deps);
  }

  private constructor(deps: MigrationServiceDeps) {
    this.#deps = deps;
    const { migration } = deps;
    const reader = migration && new GateReader({ ...deps, migration });
    this.#reader = reader;
    // Changes are judged by it: it waits for nobody's pages, and never runs twice.
    const ahead =
      migration &&
      new GateReader({
        ...deps,
        migration,
        collector: askAhead(deps.collector),
      });
    this.#gather = shareRuns(async () => ahead!.gather());
  }

  /** @param going - sessions of a cut-over that the gates are asked for */
  async get(
    credentials: BackstageCredentials,
    going?: string[],
  ): Promise<MigrationAnswer> {
    const { access, decided, kept, migration } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (!migration || !this.#reader) {
      return {
        note: 'No migration is configured. Name two routers under orion.bgp.migration.',
      };
    }
    const { from, to } = migration;
    const facts = await this.#gather();
    const [known, rows] = await Promise.all([
      kept.listGates(
        { from: from.id, to: to.id },
        daemonsOf(facts.from, facts.to),
      ),
      decided.list([from.id, to.id]),
    ]);
    const gates = settleGates(judgeGates({ ...facts, going }), known);
    const { comparisons, neighbors, moved, waiting, now } = facts;
    return {
      migration: {
        from: from.id,
        to: to.id,
        comparisons,
        kernels: kernelSights([facts.from, facts.to]),
        sent: facts.sent,
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

  /**
   * Judges once and keeps how each gate stands, so that it is known since when. A
   * look at a table that is just being read again is none: its gates fail until it
   * is read, and go on then with what was seen before.
   */
  async keepLook(): Promise<void> {
    const { kept } = this.#deps;
    if (this.#reader) {
      const facts = await this.#gather();
      const { from, to } = facts;
      if (isReread(from.table) || isReread(to.table)) {
        return;
      }
      await kept.keepGates(
        { from: from.id, to: to.id },
        judgeGates(facts),
        daemonsOf(from, to),
      );
    }
  }

  /**
   * Takes down that a change went over and back, and by which daemons: those it
   * saw before it crossed, which may have been started again since. Only the kinds
   * of change tell.
   *
   * @throws NotFoundError, InputError
   */
  async keepRehearsal(
    told: RehearsalReport,
    credentials: BackstageCredentials<BackstageServicePrincipal>,
  ): Promise<void> {
    const { kept, migration } = this.#deps;
    if (credentials.principal.subject !== 'plugin:orion-changes') {
      throw new NotAllowedError('Only a change rehearses a migration');
    }
    const { from, to, changeId, daemons, sessions } = told;
    if (migration?.from.id !== from || migration.to.id !== to) {
      throw new NotFoundError(
        `No migration from ${from} to ${to} is configured`,
      );
    }
    await kept.keepRehearsal(
      { from, to },
      {
        changeId,
        sessions,
        daemons: daemons && {
          from: daemonsOf({ id: from, identity: daemons.from }),
          to: daemonsOf({ id: to, identity: daemons.to }),
        },
      },
    );
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
    await this.#deps.access.assertReadsRoutes(credentials);
    if (!this.#reader) {
      throw new NotFoundError('No migration is configured');
    }
    const { scope, neighbor: address, limit, cursor } = query;
    const { comparer } = this.#reader;
    const planned = (await this.#reader.planComparisons()).find(
      one =>
        one.scope === scope &&
        (scope !== 'exported' || one.neighbor?.address === address),
    );
    if (!planned) {
      throw new InputError(
        `neighbor: ${address ?? 'nobody'} is no neighbor both routers have`,
      );
    }
    if (planned.pairs.length === 0) {
      const comparison = comparer.toComparison(planned, undefined);
      return { items: [], comparison, tookMs: 0 };
    }
    const answer = await comparer.compare(planned, { limit, cursor });
    return {
      items: answer.items.map(toDifference),
      nextCursor: answer.nextCursor,
      comparison: comparer.toComparison(planned, answer.counts),
      tookMs: answer.tookMs,
    };
  }

  /** @throws InputError, NotFoundError, ServiceUnavailableError */
  async listKernelDifferences(
    { router: id, ...page }: { router: string; limit: number; cursor?: string },
    credentials: BackstageCredentials,
  ): Promise<KernelDifferencePage> {
    const { access, migration } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (!migration || !this.#reader) {
      throw new NotFoundError('No migration is configured');
    }
    const side = (['from', 'to'] as const).find(
      one => migration[one].id === id,
    );
    if (!side) {
      throw new InputError(`router: ${id} is none of the migration's`);
    }
    const started = performance.now();
    const sessions = await this.#reader.listSessions();
    const answer = await this.#reader.kernels.list(
      migration[side],
      sessions[side],
      page,
    );
    const kernel = kernelSight({ id, kernel: answer });
    // An old reading is never shown as how things are.
    const { items, nextCursor } =
      answer && 'items' in answer && kernel.empty === undefined
        ? answer
        : { items: [], nextCursor: undefined };
    return { items, nextCursor, kernel, tookMs: performance.now() - started };
  }
}

function askAhead(
  collector: Pick<CollectorClient, 'ask'>,
): Pick<CollectorClient, 'ask'> {
  return {
    ask: (call, input) => collector.ask(call, input, { ahead: true }),
  };
}
