import { ConflictError } from '@backstage/errors';
import { Vrp } from '@orion/backstage-plugin-orion-bgp-common';
import { findAdded, PrefixAction } from './PrefixAction';
import { PrefixSight } from './PrefixSight';

/** Older facts say nothing about what is lost now. */
const MAX_AGE_MS = 10_000;

/** What was decided, in whole sentences. */
export interface PrefixVerdict {
  denials: string[];
  /** Losses that an out-of-band way and the requester set aside. */
  accepted: string[];
}

/** A sentence where another one than ORION has the prefix announced; undefined otherwise. */
export function announcedElsewhere({
  router,
  prefix,
  paths,
}: PrefixSight): string | undefined {
  const added = findAdded(paths);
  return paths.own.some(path => path !== added)
    ? `${router} has ${prefix} from its configuration, its kernel or another routing daemon, which would bring it back: it is announced and taken back there.`
    : undefined;
}

/** @throws ConflictError where nothing would happen, or not what is meant. */
export function assertPossible(
  { verb }: PrefixAction,
  sight: PrefixSight,
): void {
  const { router, prefix, paths } = sight;
  const added = findAdded(paths);
  const elsewhere = announcedElsewhere(sight);
  if (elsewhere) {
    throw new ConflictError(elsewhere);
  }
  if (verb === 'announce' && added) {
    throw new ConflictError(`${router} announces ${prefix} already.`);
  }
  if (verb === 'withdraw' && !added) {
    throw new ConflictError(
      paths.learnedFrom.length > 0
        ? `${router} only learned ${prefix} from ${paths.learnedFrom.join(
            ', ',
          )}: what others announce is not taken back here.`
        : `${router} does not announce ${prefix}.`,
    );
  }
}

/**
 * Whether an action may happen. Denies an announcement that others would refuse
 * as RPKI invalid, or after which a neighbor would lose the prefix, and a withdrawal after which nobody outside would reach the
 * prefix, or of which that is not known for certain.
 */
export function judgePrefix(
  { verb }: PrefixAction,
  sight: PrefixSight,
): PrefixVerdict {
  const { denials, accepted } =
    verb === 'announce' ? judgeAnnounce(sight) : judgeWithdraw(sight);
  return { denials: [...ownershipDenials(sight), ...denials], accepted };
}

/** What NetBox said once may have been given away since. */
function ownershipDenials({ ownership, prefix }: PrefixSight): string[] {
  if (ownership.from === 'configuration') {
    return [];
  }
  const { error, fetchedAt, stale } = ownership;
  return stale || error
    ? [
        `Whether ${prefix} is ours is not known now: only NetBox says so, and it was last read at ${fetchedAt}${
          error ? ` (${error})` : ''
        }. Name what the AS announces under orion.bgp.aggregates to do without.`,
      ]
    : [];
}

function judgeAnnounce(sight: PrefixSight): PrefixVerdict {
  return {
    denials: [...rpkiDenials(sight), ...replacedDenials(sight)],
    accepted: [],
  };
}

function rpkiDenials({ asn, prefix, rpki, validates }: PrefixSight): string[] {
  if (rpki.state === 'unknown' && validates) {
    return [
      `Whether ${prefix} of AS${asn} would be RPKI valid is not known yet: no source of orion.bgp.rpki has answered.`,
    ];
  }
  if (rpki.state !== 'invalid') {
    return [];
  }
  const named = rpki.covering.map(roaText).join(', ');
  const why =
    rpki.reason === 'length' ? 'it is too long' : `none names AS${asn}`;
  return [
    `${prefix} of AS${asn} would be RPKI invalid, because ${why}: ${named}. Others would refuse it.`,
  ];
}

/**
 * The router's own path takes the place of one it learned. Who has the prefix by
 * that one would lose it where the export policy refuses the own one.
 */
function replacedDenials({
  neighbors,
  paths,
  prefix,
  router,
}: PrefixSight): string[] {
  return neighbors
    .filter(({ has, policy }) => has && policy.action !== 'accept')
    .map(({ name, neighborAs, policy }) => {
      const by = paths.learnedFrom.join(', ') || 'others';
      const would = policy.action === 'reject' ? 'would' : 'might';
      return `AS${neighborAs} at ${name} has ${prefix} by the path that ${router} learned from ${by}. One of its own would take that one's place, and ${policy.why}: the neighbor ${would} lose the prefix.`;
    });
}

function judgeWithdraw(sight: PrefixSight): PrefixVerdict {
  const { router, prefix, ageMs, routers, elsewhere } = sight;
  const unknown = routers
    .filter(({ problem }) => problem)
    .map(
      ({ id, problem }) =>
        `Who else announces ${prefix} is not known, because router ${id} was not read whole: ${problem}`,
    );
  if (!(ageMs <= MAX_AGE_MS)) {
    unknown.push(
      `Who else announces ${prefix} was read ${Math.round(
        ageMs / 1000,
      )} s ago, more than ${MAX_AGE_MS / 1000}.`,
    );
  }
  const losses =
    elsewhere.length > 0
      ? []
      : [
          `No established external session of another router announces ${prefix}: without ${router} nobody outside would reach it.`,
        ];
  if (losses.length > 0 && sight.acceptIsolation && sight.outOfBand) {
    return { denials: unknown, accepted: losses };
  }
  const hint = sight.outOfBand
    ? 'Set acceptIsolation to take it back all the same.'
    : `Only with a way around it, orion.bgp.routers.${router}.actions.outOfBand, and acceptIsolation can it go.`;
  return {
    denials: [...unknown, ...losses, ...(losses.length > 0 ? [hint] : [])],
    accepted: [],
  };
}

/** "2001:db8::/32 up to /48 of AS64500" */
export function roaText({ prefix, maxLength, asn }: Vrp): string {
  return `${prefix} up to /${maxLength} of AS${asn}`;
}
