import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  AbsenceProof,
  ChangeContext,
  ChangeKind,
  ChangeOutcome,
  EngineOutcome,
  EngineStart,
  FinishStep,
  KindPlan,
  LockRequest,
  ProbeResult,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { startRun, tailLines } from '@orion/engines/supervisor';
import { ActionFolders } from './ActionFolders';
import { PrefixOrder, SessionOrder, writeOrder } from './actor/ActionOrder';
import { actorCommand } from './actor/actorCommand';
import { DecidedState } from './DesiredStates';
import { ActionSubject, recoverAction } from './recoverAction';
import { renderActorLine } from './renderActorLine';
import { findActions, SessionDeps } from './SessionTools';
import { revertText } from './verifyTwice';

/** What every input has. */
export interface ActionInput extends JsonObject {
  router: string;
  reason: string;
}

/** Tells kinds apart before they are asked anything. */
export interface ActionKindOptions {
  id: string;
  title: string;
  description: string;
  destructive: boolean;
  inputSchema: unknown;
}

/** What an order says of its target. */
export type OrderTarget =
  | Pick<SessionOrder, 'session' | 'action'>
  | Pick<PrefixOrder, 'prefix' | 'prefixAction' | 'attributes'>;

/**
 * One action on one router, done by a process of its own and undone by another
 * one unless it is proven and confirmed. What it acts on, the kinds below say.
 */
export abstract class ActionKind<TInput extends ActionInput>
  implements ChangeKind<TInput>
{
  readonly id: string;
  readonly version = 1;
  readonly title: string;
  readonly description: string;
  readonly destructive: boolean;
  readonly inputSchema: never;
  readonly quotaOnSuccess = 'none' as const;
  protected readonly deps: SessionDeps;

  constructor(deps: SessionDeps, options: ActionKindOptions) {
    this.deps = deps;
    this.id = options.id;
    this.title = options.title;
    this.description = options.description;
    this.destructive = options.destructive;
    this.inputSchema = options.inputSchema as never;
  }

  abstract describe(input: TInput): ReturnType<ChangeKind<TInput>['describe']>;
  abstract admit(input: TInput, signal: AbortSignal): Promise<void>;
  abstract outcome(input: TInput): ChangeOutcome;
  abstract policyFacts(input: TInput): JsonObject;
  abstract plan(ctx: ChangeContext<TInput>): Promise<KindPlan>;
  abstract recheck(ctx: ChangeContext<TInput>): Promise<string | undefined>;
  abstract verify(ctx: ChangeContext<TInput>): Promise<ProbeResult[]>;
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

  async owner(): Promise<string> {
    return this.deps.config.owner;
  }

  /** One change of routing at a time, or two would count on each other's path. */
  lockKeys({ change }: ChangeContext<TInput>): LockRequest[] {
    const { router } = change.input;
    return [
      { key: `routing:${this.asnOf(router) ?? router}`, mode: 'exclusive' },
    ];
  }

  /** Nothing is reserved. */
  async reserve(): Promise<void> {}

  async prepareApply(ctx: ChangeContext<TInput>): Promise<EngineStart> {
    const { input, attempt } = ctx.change;
    const { endpoint, revertAfterSeconds } = findActions(this.deps, input);
    const { execArgv } = this.deps;
    const dir = await new ActionFolders(ctx.workDir).open(attempt);
    await writeOrder(dir, {
      router: input.router,
      endpoint,
      ...this.target(ctx),
      reason: input.reason,
      revertAfterSeconds,
      execArgv,
    });
    return runDir => startRun(actorCommand('act', dir, execArgv, runDir));
  }

  async checkApply(
    ctx: ChangeContext<TInput>,
    { exitCode, run }: EngineOutcome,
  ) {
    const [last] = run
      ? await tailLines(run.dir, { stream: 'stdout', lines: 1 })
      : [];
    const said = last && renderActorLine(last);
    if (exitCode === 0) {
      // A reset leaves no trace at the router by which recovery could tell.
      await ctx.saveFacts({ taken: true, takenAt: new Date().toISOString() });
    }
    return exitCode === 0
      ? {
          ok: true,
          message: said ?? 'The router confirmed.',
          evidence: {},
        }
      : {
          ok: false,
          message: said ?? 'The action ended without an answer.',
          evidence: {},
        };
  }

  async recover(ctx: ChangeContext<TInput>): Promise<RecoveryVerdict> {
    return recoverAction(ctx, this.subject(ctx));
  }

  finish(ctx: ChangeContext<TInput>): FinishStep[] {
    const confirm = {
      id: 'confirm',
      title: 'Confirm the action, so that it stays',
      run: async () => {
        const folders = new ActionFolders(ctx.workDir);
        const [late] = await folders.decide('confirmed');
        if (late) {
          throw new ConflictError(revertText(late));
        }
      },
    };
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

  /** The target is there before and after: what is left is whether the action holds. */
  async proveAbsence(ctx: ChangeContext<TInput>): Promise<AbsenceProof> {
    const { next, message } = await recoverAction(
      { ...ctx, change: { ...ctx.change, mayTryAgain: false } },
      this.subject(ctx),
    );
    return {
      absent: next === 'absent',
      again: next === 'wait',
      message,
      evidence: {},
    };
  }

  async release(): Promise<void> {
    // Nothing was reserved.
  }

  /** The credentials are files and sockets; none of their content passes here. */
  secrets(): string[] {
    return [];
  }

  renderLogLine(line: string): string | undefined {
    return renderActorLine(line);
  }

  protected asnOf(router: string): number | undefined {
    return this.deps.config.routers.find(({ id }) => id === router)?.asn;
  }
}
