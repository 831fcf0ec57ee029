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
import { findGuestsCutOff } from '../guests/findGuestsCutOff';
import { GuestLoss, guestLines } from '../guests/GuestLoss';
import { lookWithGuests } from '../guests/lookWithGuests';
import {
  findMoreLost,
  PlannedLosses,
  plannedLosses,
} from '../lastPath/recheckLosses';
import { ActionRouter } from '../readActionsConfig';
import { findRouter, readNow, SessionDeps } from '../SessionTools';
import { assertNothingElse } from './assertNothingElse';
import { hostSpeakers } from './HostSpeakers';
import { judgeConfiguration, JudgedConfiguration } from './judgeConfiguration';
import { announcementLines, PlannedAnnouncements } from './judgeAnnouncements';
import { assertOwnChange } from './assertOwnChange';
import { digestOfJudged } from './digestOfJudged';
import { PlannedImport } from './plannedImports';
import { playbookLines } from './playbookLines';
import {
  failureText,
  PlaybookRunner,
  PlaybookVariables,
} from './PlaybookRunner';
import {
  approvedFiles,
  digestOfRunning,
  PlaybookSight,
  WantedSession,
} from './PlaybookSight';
import { AnsibleAccess } from './readAnsibleConfig';
import { recoverPlaybook } from './recoverPlaybook';
import { renderAnsibleLine } from './renderAnsibleLine';
import { findNotAsBefore, verifyPlaybook } from './verifyPlaybook';
import { probe } from '../verifyTwice';

/** The task by which a run ends that gave everything back. */
const GIVEN_BACK = /It did not hold$/;
/** Of a run that takes back where nothing was ever given. */
const NOTHING_GIVEN = /left nothing to take back/;

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
  /** Of what daemons and packet filter ran. */
  runs: string;
  /** What the run that changes something is held to; see the role router_base. */
  files: Record<string, { runs: string | null; shall: string }>;
  sessions: WantedSession[];
  /** Those of this router that were established, as its daemon calls them. */
  established: string[];
  /** What was judged: another judgement wants another approval. */
  judged: string;
  /** What is lost of what comes in, and who is cut off: no more than that was approved. */
  losses?: PlannedLosses;
  /** Of every established session outside of the machine. */
  announcements: PlannedAnnouncements[];
  /** The most of other networks that any provider or peer of the network got. */
  mostForeign: number;
  /** Sessions that the change has nothing to do with, as "gw1/ix". */
  untouched: string[];
  /** Routes that come in, and are to afterwards. */
  imports: PlannedImport[];
  /** Taken back, it would undo a cut-over. */
  lasting: boolean;
}

/** A session the change is about, and what becomes of it. */
export interface Focus {
  /** As its daemon calls it. */
  session: string;
  becomes: 'up' | 'gone';
}

/** A router with the right to configure it. */
export interface ConfiguredRouter {
  router: ActionRouter;
  access: AnsibleAccess;
}

/**
 * Configures one router by its playbook. Until the change has proven what it gave,
 * the router runs it on the old configuration's undo timer (the roles' `bird-apply`,
 * `gobgp-apply` and `filter-apply`), so whatever is cut off leaves the old one behind.
 */
export abstract class PlaybookKind<
  TInput extends PlaybookInput,
> extends RouterKind<TInput, PlaybookDeps> {
  protected readonly noun = 'configuration';

  /** What the run is told. */
  protected abstract variables(
    ctx: Pick<ChangeContext<TInput>, 'change' | 'facts'>,
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
    const { sight, judged, sessions } = await this.#look(ctx, 'plan');
    const { router } = findAnsible(this.deps, input);
    if (sight.changed.length === 0) {
      throw new ConflictError(
        `Nothing would change: ${input.router} runs what its playbook says.`,
      );
    }
    if (judged.denials.length > 0) {
      throw new ConflictError(judged.denials.join(' '));
    }
    const focus = this.focus(input);
    const { driver } = router.endpoint;
    assertNothingElse(focus, sight.sessions, {
      ...{ id: input.router, driver, sessions },
      ofOther: hostSpeakers(this.deps.config, router, sight.files)
        .filter(one => one.driver !== driver)
        .flatMap(({ before }) => before?.sessions ?? []),
    });
    assertOwnChange(focus, judged, input.router);
    const guests = await this.#guestsOf(judged, ctx.signal);
    const planned = plannedFrom(sight, judged, sessions, guests);
    await ctx.saveFacts({ planned: planned as unknown as JsonObject });
    const lines = [
      ...(guests ? guestLines(guests) : []),
      ...judged.lines,
      ...this.moreLines(input, sight, sessions),
      ...announcementLines(judged.announcements),
      ...judged.notes,
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
        files: planned.files,
        judged: planned.judged,
        guests: guests?.names ?? [],
      },
      blastRadius: [
        ...new Set([
          // What the change is about is its target.
          ...judged.names.filter(
            name => name !== `${input.router}/${focus?.session}`,
          ),
          ...judged.onlyHere,
          ...(guests?.names ?? []),
        ]),
      ],
    };
  }

  async recheck(ctx: ChangeContext<TInput>): Promise<string | undefined> {
    return this.#recheck(ctx, 'plan');
  }

  async #recheck(
    ctx: ChangeContext<TInput>,
    phase: 'plan' | 'recover',
  ): Promise<string | undefined> {
    const {
      sight: { sight, judged },
      guests,
    } = await lookWithGuests(
      () => this.#look(ctx, phase),
      found => this.#guestsOf(found.judged, ctx.signal),
    );
    const planned = plannedOf(ctx);
    if (judged.denials.length > 0) {
      return judged.denials.join(' ');
    }
    if (
      sight.digest !== planned.digest ||
      JSON.stringify(sight.pins) !== JSON.stringify(planned.pins)
    ) {
      return 'What the playbook would change is another thing than at the plan.';
    }
    return digestOfJudged(judged) === planned.judged
      ? findMoreLost(plannedLosses(judged.losses, guests), planned.losses)
      : 'What the configuration takes away, or what is announced now, is another thing than at the plan.';
  }

  async prepareApply(ctx: ChangeContext<TInput>): Promise<EngineStart> {
    const { access, router } = findAnsible(this.deps, ctx.change.input);
    const takesBack = ctx.facts.takesBack === true;
    const planned = plannedOf(ctx);
    // What writes a cut-over down must not be taken back by a timer.
    const holds = !takesBack && !planned.lasting;
    // Taking back reads what the router kept, and neither inventory nor NetBox.
    if (!takesBack) {
      const pins = await this.deps.runner.pins(access);
      if (JSON.stringify(pins) !== JSON.stringify(planned.pins)) {
        throw new ConflictError(
          `The playbooks or the inventory of ${router.id} became others since the approval: nothing was started.`,
        );
      }
    }
    // From here on the router may be moving.
    await ctx.saveFacts({
      startedAt: new Date().toISOString(),
      takenAt: null,
      quietAt: null,
      ...(holds && { holds }),
    });
    return this.deps.runner.apply(ctx, access, {
      ...this.#ofChange(ctx),
      ...(holds && { router_hold_seconds: Math.ceil(access.holdMs / 1000) }),
      ...(takesBack ? { router_take_back: true } : this.variables(ctx)),
    });
  }

  async checkApply(
    ctx: ChangeContext<TInput>,
    { exitCode, run }: EngineOutcome,
  ) {
    const result = run && (await readPlaybookResult(run.dir));
    const ok =
      exitCode === 0 && result?.complete === true && result.failed.length === 0;
    const takesBack = ctx.facts.takesBack === true;
    if (!ok) {
      const said =
        (result && failureText(result.failed)) ||
        'Ansible ended before it was through.';
      if (takesBack) {
        const never = NOTHING_GIVEN.test(said);
        await ctx.saveFacts({
          backFailed: said,
          ...(never && { holds: false }),
        });
      } else if (result?.failed.some(({ task }) => GIVEN_BACK.test(task))) {
        await ctx.saveFacts({ holds: false });
      }
      return { ok, message: said, evidence: {} };
    }
    if (takesBack) {
      await ctx.saveFacts({ backAt: new Date().toISOString() });
      return {
        ok: false,
        message: `It did not hold, and ${ctx.change.input.router} was given its configuration back.`,
        evidence: {},
      };
    }
    const { access } = findAnsible(this.deps, ctx.change.input);
    await ctx.saveFacts({
      takenAt: new Date().toISOString(),
      ...(ctx.facts.holds === true && {
        heldUntil: Date.now() + access.holdMs,
      }),
    });
    return {
      ok,
      message: `Ansible changed ${result.changed.length} things on ${ctx.change.input.router}.`,
      evidence: {},
    };
  }

  async verify(ctx: ChangeContext<TInput>): Promise<ProbeResult[]> {
    const { router, access } = findAnsible(this.deps, ctx.change.input);
    const probes = await verifyPlaybook(this.deps, ctx, {
      router,
      planned: plannedOf(ctx),
      focus: this.focus(ctx.change.input),
      takenAt: (ctx.facts.takenAt as string | null) ?? undefined,
      establishMs: access.establishMs,
    });
    // Also after a taking back that failed: a router that holds nothing any more says so.
    if (
      ctx.facts.holds === true &&
      ctx.facts.confirmedAt === undefined &&
      probes.every(({ verdict }) => verdict === 'pass')
    ) {
      probes.push(await this.#confirm(ctx, access));
    }
    const failed = probes.find(({ verdict }) => verdict === 'fail');
    if (failed) {
      // For recovery, which sees the router and not why it was called.
      await ctx.saveFacts({ notHeld: failed.message });
    }
    return probes;
  }

  /** The last thing a verification does: then, and not before, the router keeps it. */
  async #confirm(
    ctx: ChangeContext<TInput>,
    access: AnsibleAccess,
  ): Promise<ProbeResult> {
    const { router } = ctx.change.input;
    const problem = await this.deps.runner.confirm(
      ctx,
      access,
      this.#ofChange(ctx),
    );
    if (!problem) {
      await ctx.saveFacts({ confirmedAt: new Date().toISOString() });
      return probe('confirmed', 'pass', `${router} keeps it.`);
    }
    const { gone, message } = problem;
    return probe(
      'confirmed',
      gone ? 'fail' : 'unknown',
      `${router} does not keep it: ${message}`,
    );
  }

  #ofChange(ctx: ChangeContext<TInput>): PlaybookVariables {
    return {
      router_change: String(ctx.change.id),
      router_approved: plannedOf(ctx).files,
    };
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
        this.deps.runner.check(ctx, 'recover', access, this.variables(ctx)),
      findNotAsBefore: () =>
        findNotAsBefore(
          this.deps,
          { router, planned: plannedOf(ctx) },
          ctx.signal,
        ),
      findDenial: () => this.#recheck(ctx, 'recover'),
    });
  }

  /** Of own prefixes that nobody reaches any more, or from which nobody is reached. */
  async #guestsOf(
    { cutOff, onlyHere }: JudgedConfiguration,
    signal: AbortSignal,
  ): Promise<GuestLoss | undefined> {
    const lost = { only: onlyHere, cut: cutOff };
    return findGuestsCutOff(this.deps.guests, lost, signal);
  }

  async #look(
    ctx: ChangeContext<TInput>,
    phase: 'plan' | 'recover',
  ): Promise<{
    sight: PlaybookSight;
    judged: JudgedConfiguration;
    sessions: SessionReading[];
  }> {
    const { input } = ctx.change;
    const { access, router } = findAnsible(this.deps, input);
    const sight = await this.deps.runner.check(
      ctx,
      phase,
      access,
      this.variables(ctx),
    );
    const { sessions } = await readNow(router, ctx.signal);
    const judged = await judgeConfiguration(
      this.deps,
      { input, router, sight },
      ctx.signal,
    );
    return { sight, judged, sessions };
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

function plannedFrom(
  sight: PlaybookSight,
  judged: JudgedConfiguration,
  sessions: SessionReading[],
  guests: GuestLoss | undefined,
): PlannedPlaybook {
  return {
    digest: sight.digest,
    pins: sight.pins,
    runs: digestOfRunning(sight.files),
    files: approvedFiles(sight.files),
    sessions: sight.sessions,
    established: sessions
      .filter(({ state }) => state === 'established')
      .map(({ name }) => name),
    judged: digestOfJudged(judged),
    losses: plannedLosses(judged.losses, guests),
    announcements: judged.announcements,
    mostForeign: judged.mostForeign,
    untouched: judged.untouched,
    imports: judged.imports,
    lasting: judged.lasting,
  };
}
