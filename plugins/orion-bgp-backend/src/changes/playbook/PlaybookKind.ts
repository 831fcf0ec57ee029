import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeContext,
  EngineOutcome,
  EngineStart,
  KindPlan,
  ProbeResult,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { readPlaybookResult } from '@orion/engines/ansible';
import { countLines } from '../planSession';
import { RouterKind } from '../RouterKind';
import { findGuestLoss } from '../guests/findGuestLoss';
import { guestLines } from '../guests/GuestLoss';
import { ActionRouter } from '../readActionsConfig';
import { findRouter, readNow, SessionDeps } from '../SessionTools';
import { assertNothingElse } from './assertNothingElse';
import { judgeLost, LostSessions } from './judgeLost';
import { playbookLines } from './playbookLines';
import {
  failureText,
  PlaybookRunner,
  PlaybookVariables,
} from './PlaybookRunner';
import { PlaybookSight, WantedSession } from './PlaybookSight';
import { AnsibleAccess } from './readAnsibleConfig';
import { recoverPlaybook } from './recoverPlaybook';
import { renderAnsibleLine } from './renderAnsibleLine';
import { verifyPlaybook } from './verifyPlaybook';

/** What every input has. */
export interface PlaybookInput extends JsonObject {
  router: string;
  reason: string;
}

/** What the kinds work with. */
export interface PlaybookDeps extends SessionDeps {
  runner: PlaybookRunner;
}

/** What a plan keeps of its sight, to compare with later. */
export interface PlannedPlaybook {
  digest: string;
  pins: Record<string, string>;
  sessions: WantedSession[];
  /** Names of those that were established. */
  established: string[];
}

/** A session the change is about, and what becomes of it. */
export interface Focus {
  session: string;
  becomes: 'up' | 'gone';
}

/** A router with the right to configure it. */
export interface ConfiguredRouter {
  router: ActionRouter;
  access: AnsibleAccess;
}

/**
 * Configures one router by its playbook. Until the router itself has seen its
 * sessions again it runs on the old configuration's undo timer (the role's
 * `bird-apply`), so a run that is cut off leaves the old one behind.
 */
export abstract class PlaybookKind<
  TInput extends PlaybookInput,
> extends RouterKind<TInput, PlaybookDeps> {
  protected readonly noun = 'configuration';

  /** What the run is told; `takeBack` where it is to undo what was done. */
  protected abstract variables(
    ctx: Pick<ChangeContext<TInput>, 'change' | 'facts'>,
    takeBack: boolean,
  ): PlaybookVariables;
  /** The session it is about; undefined where it is about all of them. */
  protected abstract focus(input: TInput): Focus | undefined;
  /** What the plan says beside the files. @throws ConflictError where it is not what is meant. */
  protected abstract moreLines(
    input: TInput,
    sight: PlaybookSight,
    reading: SessionReading[],
  ): PlanLine[];

  policyFacts({ router, ...input }: TInput): JsonObject {
    const asn = this.asnOf(router);
    const session = this.focus({ router, ...input } as TInput)?.session;
    return {
      domain: 'networking',
      router,
      ...(session && { session }),
      ...(asn && { asn }),
    };
  }

  protected routersOf({ router }: TInput): string[] {
    return [router];
  }

  async plan(ctx: ChangeContext<TInput>): Promise<KindPlan> {
    const { input } = ctx.change;
    const { sight, lost, sessions } = await this.#look(ctx);
    if (sight.changed.length === 0) {
      throw new ConflictError(
        `Nothing would change: ${input.router} runs what its playbook says.`,
      );
    }
    if (lost.denials.length > 0) {
      throw new ConflictError(lost.denials.join(' '));
    }
    assertNothingElse(
      this.focus(input),
      sight.sessions,
      sessions,
      input.router,
    );
    const planned: PlannedPlaybook = {
      digest: sight.digest,
      pins: sight.pins,
      sessions: sight.sessions,
      established: sessions
        .filter(({ state }) => state === 'established')
        .map(({ name }) => name),
    };
    await ctx.saveFacts({ planned: planned as unknown as JsonObject });
    // With an own prefix that nobody reaches any more its guests are gone, too.
    const guests =
      lost.onlyHere.length > 0
        ? await findGuestLoss(this.deps.guests, lost.onlyHere, ctx.signal)
        : undefined;
    const lines = [
      ...(guests ? guestLines(guests) : []),
      ...lost.lines,
      ...this.moreLines(input, sight, sessions),
      ...playbookLines(input.router, sight.changed),
    ];
    return {
      lines,
      counts: countLines(lines),
      pins: sight.pins,
      fingerprint: {
        digest: sight.digest,
        pins: sight.pins,
        sessions: sight.sessions as unknown as JsonObject[],
        lost: lost.names,
        onlyHere: lost.onlyHere,
        guests: guests?.names ?? [],
      },
      // What the change is about is its target.
      blastRadius: [
        ...lost.names.filter(
          name => name !== `${input.router}/${this.focus(input)?.session}`,
        ),
        ...lost.onlyHere,
        ...(guests?.names ?? []),
      ],
    };
  }

  async recheck(ctx: ChangeContext<TInput>): Promise<string | undefined> {
    const { sight, lost } = await this.#look(ctx);
    const planned = plannedOf(ctx);
    if (lost.denials.length > 0) {
      return lost.denials.join(' ');
    }
    return sight.digest === planned.digest &&
      JSON.stringify(sight.pins) === JSON.stringify(planned.pins)
      ? undefined
      : 'What the playbook would change is another thing than at the plan.';
  }

  async prepareApply(ctx: ChangeContext<TInput>): Promise<EngineStart> {
    const { access } = findAnsible(this.deps, ctx.change.input);
    const takesBack = ctx.facts.takesBack === true;
    // From here on the router may be moving.
    await ctx.saveFacts({
      startedAt: new Date().toISOString(),
      takenAt: null,
      quietAt: null,
    });
    return this.deps.runner.apply(ctx, access, this.variables(ctx, takesBack));
  }

  async checkApply(
    ctx: ChangeContext<TInput>,
    { exitCode, run }: EngineOutcome,
  ) {
    const result = run && (await readPlaybookResult(run.dir));
    const ok =
      exitCode === 0 && result?.complete === true && result.failed.length === 0;
    if (!ok) {
      const said = result && failureText(result.failed);
      return {
        ok,
        message: said || 'Ansible ended before it was through.',
        evidence: {},
      };
    }
    if (ctx.facts.takesBack === true) {
      return {
        ok: false,
        message: 'It did not hold, and the router has its configuration back.',
        evidence: {},
      };
    }
    await ctx.saveFacts({ takenAt: new Date().toISOString() });
    return {
      ok,
      message: `Ansible changed ${result.changed.length} things on ${ctx.change.input.router}.`,
      evidence: {},
    };
  }

  async verify(ctx: ChangeContext<TInput>): Promise<ProbeResult[]> {
    const { router, access } = findAnsible(this.deps, ctx.change.input);
    return verifyPlaybook(ctx, {
      router,
      planned: plannedOf(ctx),
      focus: this.focus(ctx.change.input),
      takenAt: (ctx.facts.takenAt as string | null) ?? undefined,
      establishMs: access.establishMs,
    });
  }

  /** The credentials are files that Ansible reads; what the inventory looks up is not. */
  secrets(): string[] {
    return this.deps.config.routers.flatMap(({ ansible }) =>
      Object.entries(ansible?.env ?? {})
        .filter(([name]) => /TOKEN|PASSWORD|SECRET/.test(name))
        .map(([, value]) => value),
    );
  }

  renderLogLine(line: string): string | undefined {
    return renderAnsibleLine(line);
  }

  protected async decideRecovery(
    ctx: ChangeContext<TInput>,
    mayTryAgain: boolean,
  ): Promise<RecoveryVerdict> {
    const { router, access } = findAnsible(this.deps, ctx.change.input);
    return recoverPlaybook(ctx, {
      router,
      access,
      planned: ctx.facts.planned ? plannedOf(ctx) : undefined,
      focus: this.focus(ctx.change.input),
      mayTryAgain,
      readSessions: async () => (await readNow(router, ctx.signal)).sessions,
      check: () =>
        this.deps.runner.check(
          ctx,
          'recover',
          access,
          this.variables(ctx, false),
        ),
    });
  }

  async #look(ctx: ChangeContext<TInput>): Promise<{
    sight: PlaybookSight;
    lost: LostSessions;
    sessions: SessionReading[];
  }> {
    const { input } = ctx.change;
    const { access, router } = findAnsible(this.deps, input);
    const sight = await this.deps.runner.check(
      ctx,
      'plan',
      access,
      this.variables(ctx, false),
    );
    const { sessions } = await readNow(router, ctx.signal);
    const lost = await judgeLost(
      this.deps,
      { input, router, sessions, wanted: sight.sessions },
      ctx.signal,
    );
    return { sight, lost, sessions };
  }
}

/** @throws InputError naming the key that gives the right. */
export function findAnsible(
  deps: SessionDeps,
  input: { router: string },
): ConfiguredRouter {
  const router = findRouter(deps, input);
  if (!router.ansible) {
    throw new InputError(
      `ORION does not configure router ${router.id}: orion.bgp.routers.${router.id}.ansible says how`,
    );
  }
  return { router, access: router.ansible };
}

function plannedOf({ facts }: { facts: JsonObject }): PlannedPlaybook {
  return facts.planned as unknown as PlannedPlaybook;
}
