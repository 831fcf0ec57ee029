import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { sameMoment } from '../services/gates/sameMoment';
import { PastCount } from './comeback/countsBefore';
import { denialOf } from './denialOf';
import { SessionInput } from './input';
import { foreignGrown } from './judgeLeaks';
import { PlannedStay, plannedStays } from './lastPath/readStays';
import { SessionSight } from './planSession';

/** Single routes come and go: so many more may be lost than people approved. */
const MORE_LOST = { share: 0.01, routes: 10 };

/** A sentence when the session is no longer what was approved; it voids the approval. */
export function recheckSession(
  sight: SessionSight,
  ctx: Pick<ChangeContext<any>, 'change' | 'facts'>,
): string | undefined {
  const { loss, session, exports } = sight;
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
  const more = loss?.facts.families.find(
    ({ lost }, index) => lost > mayBeLost(planned.lost[index] ?? 0),
  );
  return (
    more &&
    `${more.lost} prefixes would lose their only path with ${title}, more than when it was planned.`
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
  /** By family, in the order of the facts. */
  lost: number[];
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
    lost: loss?.facts.families.map(({ lost }) => lost) ?? [],
    ...(loss && { stays: plannedStays(loss.facts.ownExports) }),
    ...(back && { back }),
    ...(backExports && { backExports }),
  };
}

/** How many single routes may be lost where so many were approved. */
export function mayBeLost(approved: number): number {
  return approved + Math.max(MORE_LOST.routes, approved * MORE_LOST.share);
}
