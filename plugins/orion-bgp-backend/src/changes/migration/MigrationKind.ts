import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeContext,
  ChangeOutcome,
  EngineStart,
  FinishStep,
  KindPlan,
  ProbeResult,
  RecoveryVerdict,
  UndoneError,
} from '@orion/backstage-plugin-orion-changes-node';
import { startRun } from '@orion/engines/supervisor';
import { RehearsalReport } from '../../services/gates/RehearsalReport';
import { ActionFolders } from '../ActionFolders';
import { actorCommand } from '../actor/actorCommand';
import { DecidedState } from '../DesiredStates';
import { findGuestsCutOff } from '../guests/findGuestsCutOff';
import { GuestLoss } from '../guests/GuestLoss';
import { lookWithGuests } from '../guests/lookWithGuests';
import { passOver } from '../GuardsOverError';
import { holdsGuards } from '../holdsGuards';
import {
  findMoreLost,
  PlannedLosses,
  plannedLosses,
} from '../lastPath/recheckLosses';
import { orUnavailable } from '../orUnavailable';
import { RouterKind } from '../RouterKind';
import {
  assertSayable,
  findActions,
  findRouter,
  findUndoneActions,
  readNow,
} from '../SessionTools';
import { assertWorthwhile } from './assertWorthwhile';
import {
  CrossingGuard,
  releaseCrossing,
  takenBackText,
} from './crossing/CrossingGuards';
import { readCrossing, writeCrossing } from './crossing/CrossingOrder';
import { CrossingPlan, crossingSteps } from './crossing/crossingSteps';
import { guardLine } from './guardLine';
import { readReach } from './kernelReach';
import { lookMigration, MigrationDeps, MigrationSight } from './lookMigration';
import { MigrationInput } from './migrationInput';
import { MigrationKindOptions } from './migrationKinds';
import { PlannedPair, plannedPairs } from './plannedPairs';
import { withoutWayOut } from '../planSession';
import { fingerprintOf, planMigration, unreached } from './planMigration';
import { readDaemons } from './readDaemons';
import { findPairs } from './readPairs';
import { recheckPairs } from './recheckPairs';
import { recoverMigration } from './recoverMigration';
import { staysOffLine } from './staysOffLine';
import { renderCrossingLine } from './renderCrossingLine';
import { verifyMigration } from './verifyMigration';

type Input = MigrationInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** One crossing between two routers, undone by itself unless it is proven and confirmed. */
export class MigrationKind extends RouterKind<Input, MigrationDeps> {
  protected readonly noun = 'crossing';
  readonly #options: MigrationKindOptions;

  constructor(deps: MigrationDeps, options: MigrationKindOptions) {
    super(deps, options);
    this.#options = options;
  }

  describe({ from, to, sessions }: Input) {
    const { direction, verb } = this.#options;
    const way =
      direction === 'back' ? `from ${to} to ${from}` : `from ${from} to ${to}`;
    return {
      title: `${verb} ${sessions.join(', ')} ${way}`,
      target: {
        system: `bgp:${from}`,
        ref: `bgp-migration:${from}/${to}`,
        name: `${from} to ${to}`,
      },
    };
  }

  async admit(input: Input, signal: AbortSignal): Promise<void> {
    const { from, to, name, reason } = input;
    if (name !== undefined && name !== to) {
      throw new InputError(
        `input.name: "${name}" is not the router that takes over, ${to}`,
      );
    }
    this.#assertActs(input);
    const { direction } = this.#options;
    for (const pair of await findPairs(this.deps, input, direction, signal)) {
      const here = { session: pair.from, reason };
      const there = { session: pair.to, reason };
      assertSayable(findRouter(this.deps, { router: from }), here);
      assertSayable(findRouter(this.deps, { router: to }), there);
    }
  }

  outcome(input: Input, facts: JsonObject): ChangeOutcome {
    if (this.#options.direction !== 'over') {
      return {};
    }
    const { from, to, sessions } = input;
    const pairs = (facts.pairs ?? []) as unknown as PlannedPair[];
    return {
      undo: {
        kind: 'bgp-migration.roll-back',
        title: `Roll back ${sessions.join(', ')} from ${to} to ${from}`,
        template: 'template:default/bgp-migration-roll-back',
        values: {
          from,
          to,
          sessions,
          reason: '',
          // Where both spoke before, both speak after.
          keepNew: pairs.every(({ keepsNew }) => keepsNew),
        },
      },
    };
  }

  policyFacts({ from, to }: Input): JsonObject {
    const asn = this.asnOf(from);
    return { domain: 'networking', from, to, ...(asn && { asn }) };
  }

  protected routersOf({ from, to }: Input): string[] {
    return [from, to];
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    const { input } = ctx.change;
    const { direction } = this.#options;
    this.#assertActs(input);
    const sight = await this.#look(ctx);
    assertWorthwhile(direction === 'back', input, sight);
    if (sight.denials.length > 0) {
      throw new ConflictError(sight.denials.join(' '));
    }
    const pairs = plannedPairs(sight, direction, input.keepNew ?? false);
    const guests = await this.#guestsOf(sight, ctx.signal);
    const kernel =
      direction === 'over'
        ? (await readReach(this.deps, input.from))?.reach
        : undefined;
    await ctx.saveFacts({
      kernel: kernel ? { ...kernel } : null,
      pairs: pairs as unknown as JsonObject[],
      seen: fingerprintOf(sight),
      planned: plannedLosses(sight.losses, guests) as unknown as JsonObject,
    });
    return planMigration(
      input,
      sight,
      this.#steps(input, pairs),
      this.#guardLines(input, pairs),
      guests,
    );
  }

  async recheck(ctx: Ctx): Promise<string | undefined> {
    this.#assertActs(ctx.change.input);
    const { sight, guests } = await lookWithGuests(
      () => this.#look(ctx),
      found => this.#guestsOf(found, ctx.signal),
    );
    if (sight.denials.length > 0) {
      return sight.denials.join(' ');
    }
    const { pairs } = fingerprintOf(sight);
    const seen = ctx.facts.seen as { pairs: unknown };
    if (!isDeepStrictEqual(pairs, seen.pairs)) {
      return 'The sessions, or what goes out over them, changed since the plan.';
    }
    const planned = ctx.facts.pairs as unknown as PlannedPair[];
    const moved =
      this.#options.direction !== 'back' && recheckPairs(planned, sight.pairs);
    if (moved) {
      return moved;
    }
    return findMoreLost(
      plannedLosses(sight.losses, guests),
      ctx.facts.planned as unknown as PlannedLosses | undefined,
      ' until the new session is up',
    );
  }

  async prepareApply(ctx: Ctx): Promise<EngineStart> {
    const { input, attempt } = ctx.change;
    const { from, to } = input;
    const { execArgv } = this.deps;
    const [here, there] = [from, to].map(router =>
      findActions(this.deps, { router }),
    );
    if (this.#options.direction === 'both') {
      // Not at the claim: the approval covers the facts, and one more would void it.
      await ctx.saveFacts({
        daemons: await readDaemons(this.deps, input, ctx.signal),
      });
    }
    const dir = await new ActionFolders(ctx.workDir).open(attempt);
    await writeCrossing(dir, {
      endpoints: { [from]: here.endpoint, [to]: there.endpoint },
      readers: Object.fromEntries(
        [from, to].map(router => [
          router,
          findRouter(this.deps, { router }).endpoint,
        ]),
      ),
      ...this.#steps(input, ctx.facts.pairs as unknown as PlannedPair[]),
      reason: input.reason,
      revertAfterSeconds: Math.max(
        here.revertAfterSeconds,
        there.revertAfterSeconds,
      ),
      execArgv,
    });
    return runDir => startRun(actorCommand('cross', dir, execArgv, runDir));
  }

  /** A crossing is never tried again. */
  protected async decideRecovery(ctx: Ctx): Promise<RecoveryVerdict> {
    const { direction } = this.#options;
    const { unasked, ...verdict } = await recoverMigration(
      this.deps,
      ctx,
      direction,
    );
    if (verdict.next === 'absent') {
      // What the routers would do by themselves is so already.
      await this.#release(ctx, unasked ? [unasked] : []).catch(passOver);
    }
    return verdict;
  }

  protected async releaseWithout(ctx: Ctx, gone: string[]) {
    const { input } = ctx.change;
    const silent: string[] = [];
    for (const side of ['from', 'to'] as const) {
      const router = input[side];
      if (!gone.includes(router)) {
        const { sessions } = await readNow(
          findRouter(this.deps, { router }),
          ctx.signal,
        );
        const pairs = ctx.facts.pairs as unknown as PlannedPair[];
        const off = pairs.filter(pair =>
          sessions.some(
            one => one.name === pair[side] && one.adminState === 'down',
          ),
        );
        silent.push(...off.map(pair => `${pair[side]} on ${router}`));
      }
    }
    if (silent.length > 0) {
      // What would let them speak is left to do so.
      return `${silent.join(', ')} ${
        silent.length === 1 ? 'is' : 'are'
      } switched off, so nobody may speak with the neighbor: enable what is to speak.`;
    }
    await this.#release(ctx, gone).catch(passOver);
    return undefined;
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    return verifyMigration(this.deps, ctx, this.#options.direction);
  }

  finish(ctx: Ctx): FinishStep[] {
    const { id, input } = ctx.change;
    const { from, to, sessions } = input;
    const tell: FinishStep = {
      id: 'rehearsed',
      title: 'Tell the gates that it was rehearsed',
      run: () =>
        this.deps.migration.keepRehearsal({
          changeId: id,
          from,
          to,
          sessions,
          // Absent in one that crossed before they were kept.
          daemons: ctx.facts.daemons as RehearsalReport['daemons'],
        }),
    };
    const remember: FinishStep = {
      id: 'remember',
      title: 'Remember who is to speak, to tell when a daemon forgets it',
      run: async () => {
        for (const decided of this.#decided(ctx)) {
          await this.deps.desired.report(decided);
        }
      },
    };
    return [
      this.confirm(ctx, async () => {
        const [first] = await this.releaseOrLook(ctx, () => this.#release(ctx));
        if (first) {
          const undone = takenBackText(first);
          await ctx.saveFacts({
            undone,
            // The other router lets its session speak a while later.
            ...(first.verb === 'disable' && {
              undoneAt: new Date().toISOString(),
            }),
          });
          throw new UndoneError(undone);
        }
      }),
      this.#options.direction === 'both' ? tell : remember,
    ];
  }

  renderLogLine(line: string): string | undefined {
    return renderCrossingLine(line);
  }

  /**
   * Ends what routers would do by themselves; answers what they did.
   *
   * @param silent - routers that need not answer
   * @throws ServiceUnavailableError when one does not answer; then nothing is known.
   * GuardsOverError where those that do not can do nothing any more.
   */
  async #release(
    { workDir }: Pick<Ctx, 'workDir'>,
    silent: string[] = [],
  ): Promise<CrossingGuard[]> {
    const undone: CrossingGuard[] = [];
    for (const { dir } of await new ActionFolders(workDir).list()) {
      const order = await readCrossing(dir);
      undone.push(
        ...(await orUnavailable(() => releaseCrossing(dir, order, silent))),
      );
    }
    return undone;
  }

  /**
   * A way back is never refused for what is missing to undo it.
   *
   * @throws InputError where a router is only read, or where nothing on it would
   * undo what nobody confirms and the configuration does not allow that.
   */
  #assertActs({ from, to }: MigrationInput): void {
    const find =
      this.#options.direction === 'back' ? findActions : findUndoneActions;
    for (const router of [from, to]) {
      find(this.deps, { router });
    }
  }

  /** What becomes of it when nobody of ORION is left. */
  #guardLines({ from, to }: MigrationInput, pairs: PlannedPair[]): PlanLine[] {
    const isBack = this.#options.direction === 'back';
    const off = pairs.filter(({ toWasOff }) => isBack && toWasOff);
    const names = off.map(pair => pair.to);
    const stays = off.length > 0 ? [staysOffLine({ from, to }, names)] : [];
    if (off.length === pairs.length) {
      return stays;
    }
    const holds = (router: string) =>
      holdsGuards(findActions(this.deps, { router }).endpoint);
    const [old, young] = isBack ? [to, from] : [from, to];
    const line = guardLine(
      { router: old, holds: holds(old) },
      { router: young, holds: holds(young) },
    );
    return [line, ...stays];
  }

  #steps(
    { from, to, keepNew }: MigrationInput,
    pairs: PlannedPair[],
  ): CrossingPlan {
    return crossingSteps({ from, to }, pairs, this.#options.direction, {
      keepNew,
    });
  }

  /** A daemon that starts anew has both speak. */
  #decided({ change, facts }: Ctx): DecidedState[] {
    const { id: changeId, input, requester } = change;
    const { from, to, reason } = input;
    const over = this.#options.direction === 'over';
    const decidedAt = String(facts.takenAt ?? new Date().toISOString());
    const pairs = facts.pairs as unknown as PlannedPair[];
    const session = (router: string, name: string, up: boolean) => ({
      ...{ router, name, changeId, reason, requester, decidedAt },
      target: 'session' as const,
      state: up ? ('up' as const) : ('down' as const),
    });
    return pairs.flatMap(pair => [
      session(from, pair.from, !over),
      ...(pair.keepsNew ? [] : [session(to, pair.to, over)]),
    ]);
  }

  /** Of own prefixes that nobody announces meanwhile, or that have no way out. */
  async #guestsOf(
    sight: MigrationSight,
    signal: AbortSignal,
  ): Promise<GuestLoss | undefined> {
    const lost = {
      only: unreached(sight),
      cut: sight.losses.flatMap(facts => withoutWayOut(facts)),
    };
    return findGuestsCutOff(this.deps.guests, lost, signal);
  }

  async #look({ change, signal }: Ctx): Promise<MigrationSight> {
    return lookMigration(
      this.deps,
      change.input,
      this.#options.direction,
      signal,
    );
  }
}
