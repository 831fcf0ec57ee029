import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { sameMoment } from '../services/gates/sameMoment';
import { PastCount } from './comeback/countsBefore';
import { denialOf } from './denialOf';
import { SessionInput } from './input';
import { foreignGrown } from './judgeLeaks';
import { PlannedStay, plannedStays } from './lastPath/readStays';
import {
  findMoreLost,
  PlannedLosses,
  plannedLosses,
} from './lastPath/recheckLosses';
import { SessionSight } from './planSession';

/** A sentence when the session is no longer what was approved; it voids the approval. */
export function recheckSession(
  sight: SessionSight,
  ctx: Pick<ChangeContext<any>, 'change' | 'facts'>,
): string | undefined {
  const { session, exports } = sight;
  const { router, session: name }: SessionInput = ctx.change.input;
  const denial = denialOf(ctx.change.input, sight);
  if (denial) {
    return denial;
  }
  const title = `session ${name} on ${router}`;
  const planned = ctx.facts.planned as unknown as Planned;
  if (
    session.state !== planned.state ||
    session.adminState !== planned.adminState
  ) {
    return `The ${title} was ${planned.state} when it was planned and is ${session.state} now.`;
  }
  if (!sameMoment(session.since, planned.since ?? undefined)) {
    return `The ${title} went down and up since the plan.`;
  }
  if (exports.join() !== planned.exports.join()) {
    return `What goes out over ${title} changed since the plan.`;
  }
  // Inside the network everything goes everywhere.
  if (planned.foreign !== undefined && session.type === 'external') {
    const grown = foreignGrown(title, planned.foreign, sight.foreign);
    if (grown) {
      return grown;
    }
  }
  return moreLost(sight, ctx.facts);
}

/** A sentence where more would be lost than was approved; nothing is by an enable. */
export function moreLost(
  { guests, loss }: SessionSight,
  facts: ChangeContext<any>['facts'],
): string | undefined {
  const planned = facts.planned as unknown as Planned;
  return (
    loss && findMoreLost(plannedLosses([loss.facts], guests), planned.losses)
  );
}

/** What the plan saw, as its facts keep it. */
export interface Planned {
  state: string;
  adminState: string;
  since: string | null;
  exports: string[];
  /** How much of other networks; absent where it was not up, and of a disable. */
  foreign?: number;
  /** Of a disable: what is lost with it. */
  losses?: PlannedLosses;
  /** Of a disable: own prefixes that stay announced elsewhere, and where. */
  stays?: PlannedStay[];
  /** Of an enable: what is to come back; see {@link findLacking}. */
  back?: PastCount[];
  /** Of an enable: own prefixes that are to go out again. */
  backExports?: string[];
}

/** For the facts of the change, which its approval covers. */
export function plannedOf({
  session,
  exports,
  foreign,
  guests,
  loss,
  back,
  backExports,
}: SessionSight): Planned {
  return {
    state: session.state,
    adminState: session.adminState,
    since: session.since ?? null,
    exports,
    ...(foreign !== undefined && { foreign }),
    ...(loss && {
      losses: plannedLosses([loss.facts], guests),
      stays: plannedStays(loss.facts.ownExports),
    }),
    ...(back && { back }),
    ...(backExports && { backExports }),
  };
}
