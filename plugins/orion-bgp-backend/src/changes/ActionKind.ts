import { randomUUID } from 'node:crypto';
import {
  ChangeContext,
  EngineStart,
  FinishStep,
  RecoveryVerdict,
  UndoneError,
} from '@orion/backstage-plugin-orion-changes-node';
import { JsonObject } from '@backstage/types';
import { startRun } from '@orion/engines/supervisor';
import { ActionFolders, AttemptStanding } from './ActionFolders';
import { PrefixOrder, SessionOrder, writeOrder } from './actor/ActionOrder';
import { releaseGuards } from './actor/releaseGuards';
import { actorCommand } from './actor/actorCommand';
import { DecidedState } from './DesiredStates';
import { passOver } from './GuardsOverError';
import { orUnavailable } from './orUnavailable';
import { ActionSubject, recoverAction } from './recoverAction';
import { renderActorLine } from './renderActorLine';
import { RouterKind } from './RouterKind';
import { findActions } from './SessionTools';

/** What every input has. */
export interface ActionInput extends JsonObject {
  router: string;
  reason: string;
}

/** What an order says of its target. */
export type OrderTarget =
  | Pick<SessionOrder, 'session' | 'action'>
  | Pick<PrefixOrder, 'prefix' | 'prefixAction' | 'attributes'>;

/**
 * One action on one router, done by a process of its own and undone by another
 * one unless it is proven and confirmed. What it acts on, the kinds below say.
 */
export abstract class ActionKind<
  TInput extends ActionInput,
> extends RouterKind<TInput> {
  protected readonly noun = 'action';

  /** What the actor is told of the target. */
  protected abstract target(ctx: ChangeContext<TInput>): OrderTarget;
  /** The target as recovery looks at it. */
  protected abstract subject(
    ctx: Pick<ChangeContext<TInput>, 'change' | 'facts' | 'signal'>,
  ): ActionSubject;
  /** What a success decided; undefined where nothing is to stay as it is. */
  protected abstract decided(
    ctx: ChangeContext<TInput>,
  ): Pick<DecidedState, 'target' | 'name' | 'state'> | undefined;

  protected routersOf({ router }: TInput): string[] {
    return [router];
  }

  async prepareApply(ctx: ChangeContext<TInput>): Promise<EngineStart> {
    const { input, attempt } = ctx.change;
    const { endpoint, localUndo, revertAfterSeconds } = findActions(
      this.deps,
      input,
    );
    const { execArgv } = this.deps;
    const dir = await new ActionFolders(ctx.workDir).open(attempt);
    await writeOrder(dir, {
      router: input.router,
      endpoint,
      ...this.target(ctx),
      reason: input.reason,
      revertAfterSeconds,
      guardId: randomUUID(),
      mustGuard: !localUndo,
      execArgv,
    });
    return runDir => startRun(actorCommand('act', dir, execArgv, runDir));
  }

  protected async decideRecovery(
    ctx: ChangeContext<TInput>,
    mayTryAgain: boolean,
  ): Promise<RecoveryVerdict> {
    const verdict = await recoverAction(ctx, this.subject(ctx), {
      mayTryAgain,
      execArgv: this.deps.execArgv,
    });
    if (verdict.next !== 'absent' && verdict.next !== 'apply') {
      return verdict;
    }
    const attempts = await new ActionFolders(ctx.workDir).list();
    const armed = attempts.some(({ dueAt }) => dueAt !== undefined);
    if (verdict.next === 'absent' && !armed) {
      // No router was told to undo anything before somebody here watched.
      return verdict;
    }
    // Of a guard whose time is over the state that was just read says enough.
    const [router] = await this.#release(attempts).catch(passOver);
    return router && verdict.next === 'apply'
      ? { next: 'absent', message: takenBack(router), evidence: {} }
      : verdict;
  }

  /**
   * Ends what the router would do by itself; its name where it did.
   *
   * @throws ServiceUnavailableError when it does not answer; then nothing is known.
   * GuardsOverError where it can do nothing any more.
   */
  async #release(attempts: AttemptStanding[]): Promise<string[]> {
    return orUnavailable(() => releaseGuards(attempts.map(({ dir }) => dir)));
  }

  finish(ctx: ChangeContext<TInput>): FinishStep[] {
    const confirm = this.confirm(ctx, async () => {
      const attempts = await new ActionFolders(ctx.workDir).list();
      // Nobody was told to undo a reset: a router that is silent has nothing to say of it.
      const armed = attempts.filter(({ dueAt }) => dueAt !== undefined);
      const [router] = await this.releaseOrLook(ctx, () =>
        this.#release(armed),
      );
      if (router) {
        const undone = takenBack(router);
        await ctx.saveFacts({ undone });
        throw new UndoneError(undone);
      }
    });
    const decided = this.decided(ctx);
    if (!decided) {
      return [confirm];
    }
    const { change, facts } = ctx;
    const remember = {
      id: 'remember',
      title: 'Remember what was decided, to tell when the daemon forgets it',
      run: async () => {
        await this.deps.collector
          .ask('refresh', { router: change.input.router })
          // A hint: the table is read again by itself, a while later.
          .catch(error => ctx.logger.warn(`Table stays as it is: ${error}`));
        await this.deps.desired.report({
          ...decided,
          router: change.input.router,
          changeId: change.id,
          reason: change.input.reason,
          requester: change.requester,
          // Recovery may have found it done, without a word of the actor.
          decidedAt: String(facts.takenAt ?? new Date().toISOString()),
        });
      },
    };
    return [confirm, remember];
  }

  renderLogLine(line: string): string | undefined {
    return renderActorLine(line);
  }
}

function takenBack(router: string): string {
  return `${router} took it back by itself: nobody confirmed it there in time.`;
}
