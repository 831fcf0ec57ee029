import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ChangeOutcome,
  KindPlan,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { toEntityName } from '@orion/backstage-plugin-orion-node';
import { plainAttributes } from '../../clients/gobgp/ownPath';
import { ActionKind } from '../ActionKind';
import { RouterKindOptions } from '../RouterKind';
import { undoText } from '../holdsGuards';
import { findGuestLoss } from '../guests/findGuestLoss';
import { GuestLoss } from '../guests/GuestLoss';
import { lookWithGuests } from '../guests/lookWithGuests';
import { ActionSubject } from '../recoverAction';
import {
  assertOtherWay,
  findUndoneActions,
  findRouter,
  SessionDeps,
} from '../SessionTools';
import { assertOwnPrefix } from './assertOwnPrefix';
import { gatherPrefix, readStanding } from './gatherPrefix';
import { assertPossible, judgePrefix } from './judgePrefix';
import { planPrefix } from './planPrefix';
import { isPrefixDone, PrefixAction, PrefixTarget } from './PrefixAction';
import { PrefixInput } from './prefixInput';
import { PrefixSight } from './PrefixSight';
import {
  moreLostPrefix,
  PlannedPrefix,
  plannedPrefix,
  recheckPrefix,
} from './recheckPrefix';
import { verifyPrefix } from './verifyPrefix';

type Input = PrefixInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** What one of the kinds is. */
export interface PrefixKindOptions extends RouterKindOptions {
  /** "Announce", with which the title of a change begins. */
  verb: string;
  action: PrefixAction;
  undo: {
    kind: string;
    verb: string;
    template: string;
    /** What a person has to type again, empty. */
    typed: Record<string, string>;
  };
}

/** Announces one own prefix on one GoBGP, or takes it back. */
export class PrefixKind extends ActionKind<Input> {
  readonly #options: PrefixKindOptions;

  constructor(deps: SessionDeps, options: PrefixKindOptions) {
    super(deps, options);
    this.#options = options;
  }

  describe(input: Input) {
    const { router, prefix } = input;
    return {
      title: `${this.#options.verb} ${prefix} on ${router}`,
      target: {
        system: `bgp:${router}`,
        ref: `bgp:${router}/${prefix}`,
        name: prefix,
        entityRef: routerEntityRef(router),
      },
    };
  }

  async admit(input: Input): Promise<void> {
    const router = findRouter(this.deps, input);
    if (router.endpoint.driver !== 'gobgp') {
      throw new InputError(
        `input.router: ${router.id} is a BIRD, whose prefixes are those of its configuration; only GoBGP is told at run time`,
      );
    }
    findUndoneActions(this.deps, input);
    assertOwnPrefix(
      input.prefix,
      await this.deps.aggregates.find(),
      this.deps.config.maxLengths,
    );
    if (input.name !== undefined && input.name !== input.prefix) {
      throw new InputError(
        `input.name: "${input.name}" is not the prefix, ${input.prefix}`,
      );
    }
    assertOtherWay(router, input);
    // Said now, and not after minutes in which the plan waits for it.
    await this.deps.collector.ask('tables', {});
  }

  outcome({ router, prefix }: Input): ChangeOutcome {
    const { undo } = this.#options;
    return {
      entityRef: routerEntityRef(router),
      undo: {
        kind: undo.kind,
        title: `${undo.verb} ${prefix} on ${router}`,
        template: undo.template,
        values: { router, prefix, ...undo.typed },
      },
    };
  }

  policyFacts({ router, prefix }: Input): JsonObject {
    const asn = this.asnOf(router);
    return { domain: 'networking', router, prefix, ...(asn && { asn }) };
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    const { input } = ctx.change;
    const { action } = this.#options;
    const actions = findUndoneActions(this.deps, input);
    const sight = await gatherPrefix(this.deps, input, ctx.signal);
    assertPossible(action, sight);
    const verdict = judgePrefix(action, sight);
    if (verdict.denials.length > 0) {
      throw new ConflictError(verdict.denials.join(' '));
    }
    const guests = await this.#guestsOf(sight, ctx.signal);
    await ctx.saveFacts({
      planned: plannedPrefix(sight, guests) as unknown as JsonObject,
    });
    const undo = undoText(input.router, actions);
    return planPrefix(action, input, { ...sight, undo }, verdict, guests);
  }

  async recheck(ctx: Ctx): Promise<string | undefined> {
    const { input } = ctx.change;
    findUndoneActions(this.deps, input);
    const { sight, guests } = await this.#lookWithGuests(input, ctx.signal);
    return recheckPrefix(this.#options.action, sight, plannedOf(ctx), guests);
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    return verifyPrefix(this.deps, ctx, this.target(ctx));
  }

  protected target(ctx: Pick<Ctx, 'change' | 'facts'>): PrefixTarget {
    const { prefix } = ctx.change.input;
    const { action } = this.#options;
    return {
      prefix,
      prefixAction: action,
      attributes:
        action.verb === 'announce'
          ? plainAttributes(prefix)
          : plannedOf(ctx).attributes ?? plainAttributes(prefix),
    };
  }

  protected subject(
    ctx: Pick<Ctx, 'change' | 'facts' | 'signal'>,
  ): ActionSubject {
    const { input } = ctx.change;
    const { action } = this.#options;
    const { signal } = ctx;
    return {
      title: `Prefix ${input.prefix} on ${input.router}`,
      leavesTrace: true,
      isDone: async () => {
        const router = findRouter(this.deps, input);
        const { paths } = await readStanding(router, input.prefix, signal);
        return isPrefixDone(this.target(ctx), paths);
      },
      findDenial: async () => {
        const { sight, guests } = await this.#lookWithGuests(input, signal);
        const { denials } = judgePrefix(action, sight);
        return (
          denials.join(' ') || moreLostPrefix(sight, plannedOf(ctx), guests)
        );
      },
    };
  }

  protected decided({ change }: Ctx) {
    const announced = this.#options.action.verb === 'announce';
    return {
      target: 'prefix' as const,
      name: change.input.prefix,
      state: announced ? ('announced' as const) : ('withdrawn' as const),
    };
  }

  async #lookWithGuests(input: Input, signal: AbortSignal) {
    return lookWithGuests(
      () => gatherPrefix(this.deps, input, signal),
      sight => this.#guestsOf(sight, signal),
    );
  }

  /** Undefined where nobody would lose it. */
  async #guestsOf(
    { elsewhere, prefix }: PrefixSight,
    signal: AbortSignal,
  ): Promise<GuestLoss | undefined> {
    const { verb } = this.#options.action;
    return verb === 'withdraw' && elsewhere.length === 0
      ? findGuestLoss(this.deps.guests, [prefix], signal)
      : undefined;
  }
}

function plannedOf({ facts }: Pick<Ctx, 'facts'>): PlannedPrefix {
  return facts.planned as unknown as PlannedPrefix;
}

/** Prefixes have no page in the catalog; their router has. */
function routerEntityRef(router: string): string {
  return `resource:default/${toEntityName(`bgp-${router}`)}`;
}
