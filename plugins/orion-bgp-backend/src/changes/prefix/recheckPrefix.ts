import { isDeepStrictEqual } from 'node:util';
import { attributesDigest } from '../../clients/gobgp/ownPath';
import { GuestLoss } from '../guests/GuestLoss';
import { findMoreGuests, plannedGuests } from '../lastPath/recheckLosses';
import { announcedElsewhere, judgePrefix } from './judgePrefix';
import { findAdded, PrefixAction } from './PrefixAction';
import { PrefixSight } from './PrefixSight';

/** What the plan saw, as the facts of the change keep it. */
export interface PlannedPrefix {
  /** Of the announcement there was, in hexadecimal. */
  attributes: string[] | null;
  rpki: string;
  learned: boolean;
  neighbors: { name: string; has: boolean; policy: string }[];
  /** By which ways others reach it all the same, and what it is a part of. */
  stays?: Pick<PrefixSight, 'aggregate' | 'elsewhere'>;
  /** Who loses it, where nobody else has it. */
  lost?: ReturnType<typeof plannedGuests>;
}

/** For the facts of the change, which its approval covers. */
export function plannedPrefix(
  sight: PrefixSight,
  guests?: GuestLoss,
): PlannedPrefix {
  return {
    attributes: findAdded(sight.paths)?.attributes ?? null,
    rpki: sight.rpki.state,
    learned: sight.paths.learnedFrom.length > 0,
    neighbors: sight.neighbors.map(({ name, has, policy }) => ({
      name,
      has,
      policy: policy.action,
    })),
    ...(sight.elsewhere.length > 0 && {
      stays: { aggregate: sight.aggregate, elsewhere: sight.elsewhere },
    }),
    ...(guests && { lost: plannedGuests(guests) }),
  };
}

/** A sentence when the prefix is no longer what was approved; it voids the approval. */
export function recheckPrefix(
  action: PrefixAction,
  sight: PrefixSight,
  planned: PlannedPrefix,
  guests?: GuestLoss,
): string | undefined {
  const { router, prefix } = sight;
  const { denials } = judgePrefix(action, sight);
  if (denials.length > 0) {
    return denials.join(' ');
  }
  const elsewhere = announcedElsewhere(sight);
  if (elsewhere) {
    return elsewhere;
  }
  const now = plannedPrefix(sight);
  if (digestOf(now) !== digestOf(planned)) {
    return `The announcement of ${prefix} by ${router} changed since the plan.`;
  }
  if (now.rpki !== planned.rpki) {
    return `${prefix} was RPKI ${planned.rpki} when it was planned and is ${now.rpki} now.`;
  }
  if (
    !isDeepStrictEqual(now.neighbors, planned.neighbors) ||
    now.learned !== planned.learned
  ) {
    return `Who gets ${prefix} from ${router}, or would get it, changed since the plan.`;
  }
  return moreLostPrefix(sight, planned, guests);
}

/** A sentence where a withdrawal would lose more than was approved. */
export function moreLostPrefix(
  { prefix, router }: Pick<PrefixSight, 'prefix' | 'router'>,
  planned: PlannedPrefix,
  guests: GuestLoss | undefined,
): string | undefined {
  if (!guests) {
    return undefined;
  }
  return planned.stays
    ? `Others reached ${prefix} by ${planned.stays.elsewhere.join(
        ', ',
      )} when it was planned, and by nothing but ${router} now.`
    : findMoreGuests(plannedGuests(guests), planned.lost);
}

function digestOf({ attributes }: PlannedPrefix): string | null {
  return attributes && attributesDigest(attributes);
}
