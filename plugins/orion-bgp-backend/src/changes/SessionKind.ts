import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ChangeOutcome,
  KindPlan,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { RouterReading } from '../routes/RouteSource';
import { ActionKind } from './ActionKind';
import { plannedExports } from './comeback/plannedExports';
import { connectingOf } from './comingBack';
import { denialOf } from './denialOf';
import { findGuestsCutOff } from './guests/findGuestsCutOff';
import { GuestLoss } from './guests/GuestLoss';
import { lookWithGuests } from './guests/lookWithGuests';
import { undoText } from './holdsGuards';
import { SessionInput } from './input';
import { gatherFacts } from './lastPath/gatherFacts';
import { judgeLastPath } from './lastPath/judgeLastPath';
import {
  assertWorthwhile,
  onlyHere,
  withoutWayOut,
  planSession,
  SessionSight,
} from './planSession';
import { assertWhole } from './readExports';
import { readAnnounced } from './readExportsApart';
import { moreLost, plannedOf, recheckSession } from './recheckSession';
import { findOtherSpeakers } from './secondSpeaker';
import { ActionSubject } from './recoverAction';
import { RouterKindOptions } from './RouterKind';
import { isDone, opposite, SessionAction } from './SessionAction';
import {
  assertOtherWay,
  assertSayable,
  findActions,
  findUndoneActions,
  findRouter,
  findSession,
  readNow,
  sessionEntityRef,
  SessionDeps,
  withSource,
} from './SessionTools';
import { verifySession } from './verifySession';

type Input = SessionInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** What one of the kinds is. */
export interface SessionKindOptions extends RouterKindOptions {
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

/** One action on one BGP session. */
export class SessionKind extends ActionKind<Input> {
  readonly #options: SessionKindOptions;

  constructor(deps: SessionDeps, options: SessionKindOptions) {
    super(deps, options);
    this.#options = options;
  }

  describe(input: Input) {
    const { router, session } = input;
    return {
      title: `${this.#options.verb} ${session} on ${router}`,
      target: {
        system: `bgp:${router}`,
        ref: `bgp:${router}/${session}`,
        name: session,
        entityRef: sessionEntityRef(this.deps, input),
      },
    };
  }

  async admit(input: Input, signal: AbortSignal): Promise<void> {
    const router = findRouter(this.deps, input);
    this.#findActions(input);
    assertSayable(router, input);
    if (input.name !== undefined && input.name !== input.session) {
      throw new InputError(
        `input.name: "${input.name}" is not the session, ${input.session}`,
      );
    }
    assertOtherWay(router, input);
    findSession(await readNow(router, signal), input);
    if (this.#options.action(input).verb === 'disable') {
      // Said now, and not after minutes in which the plan waits for it.
      await this.deps.collector.ask('tables', {});
    }
  }

  outcome(input: Input): ChangeOutcome {
    const { router, session } = input;
    const { undo } = this.#options;
    return {
      entityRef: sessionEntityRef(this.deps, input),
      undo: undo && {
        kind: undo.kind,
        title: `${undo.verb} ${session} on ${router}`,
        template: undo.template,
        values: { router, session, ...undo.typed },
      },
    };
  }

  policyFacts({ router, session }: Input): JsonObject {
    const asn = this.asnOf(router);
    return { domain: 'networking', router, session, ...(asn && { asn }) };
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    const { input } = ctx.change;
    const actions = this.#findActions(input);
    const action = this.#options.action(input);
    const sight = await this.#look(ctx);
    assertWorthwhile(action, input, sight.session);
    const denial = denialOf(input, sight);
    if (denial) {
      throw new ConflictError(denial);
    }
    sight.guests = await this.#guestsOf(sight, ctx.signal);
    if (action.verb === 'enable') {
      const router = findRouter(this.deps, input);
      [sight.back, sight.backExports] = await Promise.all([
        this.deps.past.find(input),
        plannedExports(this.deps, router, sight.session, ctx.signal),
      ]);
    }
    await ctx.saveFacts({ planned: plannedOf(sight) as unknown as JsonObject });
    const undo = opposite(action) && undoText(input.router, actions);
    return planSession(action, input, { ...sight, undo });
  }

  async recheck(ctx: Ctx): Promise<string | undefined> {
    this.#findActions(ctx.change.input);
    return recheckSession(await this.#lookWithGuests(ctx), ctx);
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    const action = this.#options.action(ctx.change.input);
    return verifySession(this.deps, ctx, action);
  }

  protected target({ change }: Ctx) {
    const { input } = change;
    return { session: input.session, action: this.#options.action(input) };
  }

  protected subject({
    change,
    facts,
    signal,
  }: Pick<Ctx, 'change' | 'facts' | 'signal'>): ActionSubject {
    const { input } = change;
    const action = this.#options.action(input);
    // Whether it is there and how it stands is one look.
    let reading: Promise<RouterReading> | undefined;
    const read = () =>
      (reading ??= readNow(findRouter(this.deps, input), signal));
    return {
      title: `Session ${input.session} on ${input.router}`,
      leavesTrace: action.verb !== 'soft-reset',
      isDone: async () => isDone(action, findSession(await read(), input)),
      findConnecting: async () =>
        action.verb === 'disable'
          ? connectingOf(findSession(await read(), input), input.router)
          : [],
      findGone: async () => {
        const { sessions } = await read();
        return sessions.some(({ name }) => name === input.session)
          ? undefined
          : `${input.router} has no session ${input.session} any more.`;
      },
      findDenial: async () => {
        if (action.verb === 'soft-reset') {
          return undefined;
        }
        const sight = await this.#lookWithGuests({ change, signal });
        // Time passed since the claim: what was set aside is what was read then.
        return denialOf(input, sight) ?? moreLost(sight, facts);
      },
    };
  }

  protected decided({ change }: Ctx) {
    const { verb } = this.#options.action(change.input);
    return verb === 'soft-reset'
      ? undefined
      : {
          target: 'session' as const,
          name: change.input.session,
          state: verb === 'disable' ? ('down' as const) : ('up' as const),
        };
  }

  /** A reset leaves nothing to undo. */
  #findActions(input: Input) {
    return opposite(this.#options.action(input))
      ? findUndoneActions(this.deps, input)
      : findActions(this.deps, input);
  }

  async #lookWithGuests(
    ctx: Pick<Ctx, 'change' | 'signal'>,
  ): Promise<SessionSight> {
    const { sight, guests } = await lookWithGuests(
      () => this.#look(ctx),
      found => this.#guestsOf(found, ctx.signal),
    );
    return { ...sight, guests };
  }

  /** Undefined where nobody would be cut off. */
  async #guestsOf(
    { loss }: SessionSight,
    signal: AbortSignal,
  ): Promise<GuestLoss | undefined> {
    const lost = {
      only: onlyHere(loss?.facts),
      cut: withoutWayOut(loss?.facts),
    };
    return findGuestsCutOff(this.deps.guests, lost, signal);
  }

  async #look({
    change,
    signal,
  }: Pick<Ctx, 'change' | 'signal'>): Promise<SessionSight> {
    const { input } = change;
    const { verb } = this.#options.action(input);
    if (verb === 'disable') {
      const { session, facts } = await gatherFacts(this.deps, input, signal);
      return {
        session,
        exports: facts.ownExports.map(({ prefix }) => prefix),
        loss: { facts, verdict: judgeLastPath(facts) },
      };
    }
    const router = findRouter(this.deps, input);
    const sight = await withSource(
      router,
      signal,
      async (source, limit, forList) => {
        const reading = await source.readRouter({ signal: limit });
        const session = findSession(reading, input);
        const { own: exports, foreign } = await readAnnounced(
          this.deps.config,
          source,
          reading,
          session,
          forList(),
        );
        assertWhole(session.name, foreign ?? {});
        return { session, exports, foreign: foreign?.count };
      },
    );
    return verb === 'enable'
      ? {
          ...sight,
          others: await findOtherSpeakers(
            this.deps,
            input,
            sight.session,
            signal,
          ),
        }
      : sight;
  }
}
