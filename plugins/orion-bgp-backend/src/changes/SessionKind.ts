import { ConflictError, InputError } from '@backstage/errors';
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
import { writeOrder } from './actor/ActionOrder';
import { actorCommand } from './actor/actorCommand';
import { SessionInput } from './input';
import { gatherFacts } from './lastPath/gatherFacts';
import { denialText, judgeLastPath } from './lastPath/judgeLastPath';
import { assertWorthwhile, planSession, SessionSight } from './planSession';
import { plannedOf, recheckSession } from './recheckSession';
import { recoverSession } from './recoverSession';
import { renderActorLine } from './renderActorLine';
import { SessionAction } from './SessionAction';
import {
  assertSayable,
  findActions,
  findRouter,
  findSession,
  readNow,
  readOwnExports,
  sessionEntityRef,
  SessionDeps,
  withSource,
} from './SessionTools';
import { revertText, verifySession } from './verifySession';

type Input = SessionInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** What one of the kinds is. */
export interface SessionKindOptions {
  id: string;
  title: string;
  description: string;
  destructive: boolean;
  inputSchema: unknown;
  /** "Disable", with which the title of a change begins. */
  verb: string;
  action(input: SessionInput): SessionAction;
  undo?: {
    kind: string;
    verb: string;
    template: string;
    /** What a person has to type again, empty. */
    typed: Record<string, string>;
  };
}

/** One action on one BGP session, undone by itself unless it is proven and confirmed. */
export class SessionKind implements ChangeKind<Input> {
  readonly id: string;
  readonly version = 1;
  readonly title: string;
  readonly description: string;
  readonly destructive: boolean;
  readonly inputSchema: never;
  readonly quotaOnSuccess = 'none' as const;
  readonly #deps: SessionDeps;
  readonly #options: SessionKindOptions;

  constructor(deps: SessionDeps, options: SessionKindOptions) {
    this.#deps = deps;
    this.#options = options;
    this.id = options.id;
    this.title = options.title;
    this.description = options.description;
    this.destructive = options.destructive;
    this.inputSchema = options.inputSchema as never;
  }

  describe(input: Input) {
    const { router, session } = input;
    return {
      title: `${this.#options.verb} ${session} on ${router}`,
      target: {
        system: `bgp:${router}`,
        ref: `bgp:${router}/${session}`,
        name: session,
        entityRef: sessionEntityRef(input),
      },
    };
  }

  async owner(): Promise<string> {
    return this.#deps.config.owner;
  }

  async admit(input: Input, signal: AbortSignal): Promise<void> {
    const router = findRouter(this.#deps, input);
    findActions(this.#deps, input);
    assertSayable(router, input);
    if (input.name !== undefined && input.name !== input.session) {
      throw new InputError(
        `input.name: "${input.name}" is not the session, ${input.session}`,
      );
    }
    if (input.acceptIsolation && !router.actions?.outOfBand) {
      throw new InputError(
        `input.acceptIsolation: orion.bgp.routers.${router.id}.actions.outOfBand names no other way to ${router.id}`,
      );
    }
    findSession(await readNow(router, signal), input);
  }

  outcome(input: Input): ChangeOutcome {
    const { router, session } = input;
    const { undo } = this.#options;
    return {
      entityRef: sessionEntityRef(input),
      undo: undo && {
        kind: undo.kind,
        title: `${undo.verb} ${session} on ${router}`,
        template: undo.template,
        values: { router, session, ...undo.typed },
      },
    };
  }

  policyFacts({ router, session }: Input): JsonObject {
    const asn = this.#asnOf(router);
    return { domain: 'networking', router, session, ...(asn && { asn }) };
  }

  /** One change of routing at a time, or two would count on each other's path. */
  lockKeys(ctx: Ctx): LockRequest[] {
    const { router } = ctx.change.input;
    return [
      { key: `routing:${this.#asnOf(router) ?? router}`, mode: 'exclusive' },
    ];
  }

  /** Nothing is reserved. */
  async reserve(): Promise<void> {}

  async plan(ctx: Ctx): Promise<KindPlan> {
    const { input } = ctx.change;
    findActions(this.#deps, input);
    const action = this.#options.action(input);
    const sight = await this.#look(ctx);
    assertWorthwhile(action, input, sight.session);
    if (sight.loss && !sight.loss.verdict.allowed) {
      throw new ConflictError(denialText(sight.loss.verdict, sight.loss.facts));
    }
    await ctx.saveFacts({ planned: plannedOf(sight) as unknown as JsonObject });
    return planSession(action, input, sight);
  }

  async recheck(ctx: Ctx): Promise<string | undefined> {
    findActions(this.#deps, ctx.change.input);
    return recheckSession(await this.#look(ctx), ctx);
  }

  async prepareApply(ctx: Ctx): Promise<EngineStart> {
    const { input, attempt } = ctx.change;
    const { endpoint, revertAfterSeconds } = findActions(this.#deps, input);
    const { execArgv } = this.#deps;
    const dir = await new ActionFolders(ctx.workDir).open(attempt);
    await writeOrder(dir, {
      router: input.router,
      endpoint,
      session: input.session,
      action: this.#options.action(input),
      reason: input.reason,
      revertAfterSeconds,
      execArgv,
    });
    return runDir => startRun(actorCommand('act', dir, execArgv, runDir));
  }

  async checkApply(ctx: Ctx, { exitCode, run }: EngineOutcome) {
    const [last] = run
      ? await tailLines(run.dir, { stream: 'stdout', lines: 1 })
      : [];
    const said = last && renderActorLine(last);
    if (exitCode === 0) {
      // A reset leaves no trace at the router by which recovery could tell.
      await ctx.saveFacts({ taken: true });
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

  async recover(ctx: Ctx): Promise<RecoveryVerdict> {
    const action = this.#options.action(ctx.change.input);
    return recoverSession(this.#deps, ctx, action);
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    const action = this.#options.action(ctx.change.input);
    return verifySession(this.#deps, ctx, action);
  }

  finish(ctx: Ctx): FinishStep[] {
    return [
      {
        id: 'confirm',
        title: 'Confirm the action, so that it stays',
        run: async () => {
          const folders = new ActionFolders(ctx.workDir);
          const [late] = await folders.decide('confirmed');
          if (late) {
            throw new ConflictError(revertText(late));
          }
        },
      },
    ];
  }

  /** A session is there before and after: what is left is whether the action holds. */
  async proveAbsence(ctx: Ctx): Promise<AbsenceProof> {
    const { change, facts, signal, workDir } = ctx;
    const { next, message } = await recoverSession(
      this.#deps,
      { facts, signal, workDir, change: { ...change, mayTryAgain: false } },
      this.#options.action(change.input),
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

  #asnOf(router: string): number | undefined {
    return this.#deps.config.routers.find(({ id }) => id === router)?.asn;
  }

  async #look({ change, signal }: Ctx): Promise<SessionSight> {
    const { input } = change;
    const { verb } = this.#options.action(input);
    if (verb === 'disable') {
      const { session, facts } = await gatherFacts(this.#deps, input, signal);
      return {
        session,
        exports: facts.ownExports.map(({ prefix }) => prefix),
        loss: { facts, verdict: judgeLastPath(facts) },
      };
    }
    const router = findRouter(this.#deps, input);
    return withSource(router, signal, async (source, limit) => {
      const reading = await source.readRouter({ signal: limit });
      const session = findSession(reading, input);
      const exports =
        session.state === 'established'
          ? await readOwnExports(source, reading, session.name, limit)
          : [];
      return { session, exports };
    });
  }
}
