import { ServiceUnavailableError } from '@backstage/errors';
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
  UndoneError,
} from '@orion/backstage-plugin-orion-changes-node';
import { tailLines } from '@orion/engines/supervisor';
import { ActionFolders, AttemptStanding } from './ActionFolders';
import { GuardsOverError } from './GuardsOverError';
import { UNDO_LASTS_MS } from './isBeingUndone';
import { SessionDeps } from './SessionTools';
import { revertText } from './verifyTwice';

const WAY_OUT =
  'This change waits for an answer. Where a router is gone for good, take it out of orion.bgp.routers, and out of orion.bgp.migration, and start the portal anew: two people can end the change then.';

/** Tells kinds apart before they are asked anything. */
export interface RouterKindOptions {
  id: string;
  title: string;
  description: string;
  destructive: boolean;
  inputSchema: unknown;
}

/**
 * What is done to routers by a process of its own, and undone by another one
 * unless it is proven and confirmed.
 */
export abstract class RouterKind<
  TInput extends JsonObject,
  TDeps extends SessionDeps = SessionDeps,
> implements ChangeKind<TInput>
{
  readonly id: string;
  readonly version = 1;
  readonly title: string;
  readonly description: string;
  readonly destructive: boolean;
  readonly inputSchema: never;
  readonly quotaOnSuccess = 'none' as const;
  protected readonly deps: TDeps;

  constructor(deps: TDeps, options: RouterKindOptions) {
    this.deps = deps;
    this.id = options.id;
    this.title = options.title;
    this.description = options.description;
    this.destructive = options.destructive;
    this.inputSchema = options.inputSchema as never;
  }

  abstract describe(input: TInput): ReturnType<ChangeKind<TInput>['describe']>;
  abstract admit(input: TInput, signal: AbortSignal): Promise<void>;
  abstract outcome(input: TInput, facts: JsonObject): ChangeOutcome;
  abstract policyFacts(input: TInput): JsonObject;
  abstract plan(ctx: ChangeContext<TInput>): Promise<KindPlan>;
  abstract recheck(ctx: ChangeContext<TInput>): Promise<string | undefined>;
  abstract prepareApply(ctx: ChangeContext<TInput>): Promise<EngineStart>;
  abstract verify(ctx: ChangeContext<TInput>): Promise<ProbeResult[]>;
  abstract finish(ctx: ChangeContext<TInput>): FinishStep[];
  abstract renderLogLine(line: string): string | undefined;
  /** What is to become of it; only with `mayTryAgain` may another step be taken. */
  protected abstract decideRecovery(
    ctx: ChangeContext<TInput>,
    mayTryAgain: boolean,
  ): Promise<RecoveryVerdict>;
  /** "action", as messages call what is done. */
  protected abstract readonly noun: string;
  /** Ids of the routers it acts on. */
  protected abstract routersOf(input: TInput): string[];

  async owner(): Promise<string> {
    return this.deps.config.owner;
  }

  /** One change of routing at a time, or two would count on each other's path. */
  lockKeys({ change }: ChangeContext<TInput>): LockRequest[] {
    const keys = this.routersOf(change.input).map(
      router => `routing:${this.asnOf(router) ?? router}`,
    );
    return [...new Set(keys)].map(key => ({ key, mode: 'exclusive' }));
  }

  /** Nothing is reserved. */
  async reserve(_ctx: ChangeContext<TInput>): Promise<void> {}

  async checkApply(
    ctx: ChangeContext<TInput>,
    { exitCode, run }: EngineOutcome,
  ) {
    const [last] = run
      ? await tailLines(run.dir, { stream: 'stdout', lines: 1 })
      : [];
    const said = last && this.renderLogLine(last);
    const ok = exitCode === 0;
    if (ok) {
      // A reset or a rehearsal leaves no trace by which recovery could tell.
      await ctx.saveFacts({ taken: true, takenAt: new Date().toISOString() });
    }
    const silent = ok
      ? 'The router confirmed.'
      : `The ${this.noun} ended without an answer.`;
    return { ok, message: said ?? silent, evidence: {} };
  }

  async recover(ctx: ChangeContext<TInput>): Promise<RecoveryVerdict> {
    return this.#decide(ctx, ctx.change.mayTryAgain);
  }

  /**
   * What was done is there before and after: what is left is whether it holds. Of a
   * router that was taken out of the configuration nothing can be proven, nor has to
   * be: a person said that it is not there, and a second one confirms.
   */
  async proveAbsence(ctx: ChangeContext<TInput>): Promise<AbsenceProof> {
    const gone = this.routersOf(ctx.change.input).filter(
      router => !this.deps.config.routers.some(({ id }) => id === router),
    );
    if (gone.length > 0) {
      return this.#proveWithout(ctx, gone);
    }
    const { next, message } = await this.#decide(ctx, false);
    return {
      absent: next === 'absent',
      again: next === 'wait',
      message,
      evidence: {},
    };
  }

  async #proveWithout(
    ctx: ChangeContext<TInput>,
    gone: string[],
  ): Promise<AbsenceProof> {
    const names = gone.join(' and ');
    const attempts = await new ActionFolders(ctx.workDir).list();
    const undone = attempts.find(isBeingDecided);
    if (undone) {
      return {
        absent: false,
        again: true,
        message: `${names} is not in orion.bgp.routers any more, but whoever undoes the ${this.noun} may still reach it.`,
        evidence: {},
      };
    }
    const more = await this.releaseWithout(ctx, gone);
    return {
      absent: true,
      message: `${names} is not in orion.bgp.routers any more: what is so there was not looked at.${
        more ? ` ${more}` : ''
      }`,
      evidence: { gone },
    };
  }

  /**
   * Ends what other routers would still do by themselves. Answers how they stand, as
   * a whole sentence, where a person has to know. @throws ServiceUnavailableError
   */
  protected async releaseWithout(
    _ctx: ChangeContext<TInput>,
    _gone: string[],
  ): Promise<string | undefined> {
    // There is no other router.
    return undefined;
  }

  /** @throws ServiceUnavailableError that says what to do where that lasts */
  async #decide(
    ctx: ChangeContext<TInput>,
    mayTryAgain: boolean,
  ): Promise<RecoveryVerdict> {
    try {
      return await this.decideRecovery(ctx, mayTryAgain);
    } catch (error) {
      if (
        error instanceof Error &&
        error.name === 'ServiceUnavailableError' &&
        !ctx.signal.aborted
      ) {
        throw new ServiceUnavailableError(
          // With its cause it would say everything twice.
          `${error.message.replace(/\.$/, '')}. ${WAY_OUT}`,
        );
      }
      throw error;
    }
  }

  async release(_ctx: ChangeContext<TInput>): Promise<void> {
    // Nothing was reserved.
  }

  /** The credentials are files and sockets; none of their content passes here. */
  secrets(): string[] {
    return [];
  }

  /** Ends what watches over it. Fails where it was undone meanwhile. */
  protected confirm(
    { workDir }: ChangeContext<TInput>,
    andThen?: () => Promise<void>,
  ): FinishStep {
    return {
      id: 'confirm',
      title: `Confirm the ${this.noun}, so that it stays`,
      run: async () => {
        const [late] = await new ActionFolders(workDir).decide('confirmed');
        if (late) {
          throw new UndoneError(revertText(late));
        }
        await andThen?.();
      },
    };
  }

  /**
   * What routers took back by themselves, before a change is confirmed. Where one
   * says nothing and can do nothing any more, what was done is verified once again,
   * which shows it; a second time its silence says nothing.
   *
   * @throws UndoneError, so that recovery looks at it
   */
  protected async releaseOrLook<T>(
    ctx: Pick<ChangeContext<TInput>, 'facts' | 'saveFacts'>,
    release: () => Promise<T[]>,
  ): Promise<T[]> {
    try {
      return await release();
    } catch (error) {
      if (!(error instanceof GuardsOverError)) {
        throw error;
      }
      if (typeof ctx.facts.guardsOver === 'string') {
        return [];
      }
      await ctx.saveFacts({ guardsOver: error.message });
      throw new UndoneError(error.message);
    }
  }

  protected asnOf(router: string): number | undefined {
    return this.deps.config.routers.find(({ id }) => id === router)?.asn;
  }
}

/** Somebody watches over it, or undoes it: for as long as that may take. */
function isBeingDecided({
  dueAt,
  reverted,
  verdict,
}: AttemptStanding): boolean {
  return (
    dueAt !== undefined &&
    reverted === undefined &&
    (verdict === undefined || verdict === 'reverting') &&
    Date.now() < Date.parse(dueAt) + UNDO_LASTS_MS
  );
}
