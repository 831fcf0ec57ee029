import { createHash } from 'node:crypto';
import { JsonObject } from '@backstage/types';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { KindPlan } from '@orion/backstage-plugin-orion-changes-node';
import { attributesDigest, plainAttributes } from '../../clients/gobgp/ownPath';
import { GuestLoss, guestLines } from '../guests/GuestLoss';
import { countLines } from '../planSession';
import { PrefixVerdict, roaText } from './judgePrefix';
import { findAdded, PrefixAction, sameAttributes } from './PrefixAction';
import { PrefixInput } from './prefixInput';
import { NeighborSight, PrefixSight } from './PrefixSight';

/** With who undoes the action unless it is confirmed. */
type PlannedSight = PrefixSight & { undo: string };

/** The plan people read: what is lost first, what stays last. */
export function planPrefix(
  { verb }: PrefixAction,
  input: PrefixInput,
  sight: PlannedSight,
  verdict: PrefixVerdict,
  guests?: GuestLoss,
): KindPlan {
  const lines =
    verb === 'announce'
      ? announceLines(input, sight)
      : withdrawLines(input, sight, verdict, guests);
  return {
    lines,
    counts: countLines(lines),
    pins: {},
    fingerprint: fingerprintOf(sight, guests),
    // The prefix is what people ask to lose; who loses it with them is hurt.
    blastRadius: guests?.names ?? [],
  };
}

/** What the approval binds to. */
function fingerprintOf(sight: PrefixSight, guests?: GuestLoss): JsonObject {
  const { paths, neighbors, elsewhere, rpki } = sight;
  const content = {
    own: findAdded(paths) && attributesDigest(findAdded(paths)!.attributes),
    learned: paths.learnedFrom,
    neighbors: neighbors.map(({ name, has, policy }) => [
      name,
      has,
      policy.action,
    ]),
    elsewhere: elsewhere.length > 0,
    rpki: rpki.state,
    guests: guests?.names,
  };
  return {
    prefix: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
  };
}

function announceLines(input: PrefixInput, sight: PlannedSight): PlanLine[] {
  const { prefix, neighbors, router } = sight;
  const gets = (action: NeighborSight['policy']['action']) =>
    neighbors.filter(({ policy }) => policy.action === action);
  const refused = gets('reject').map(({ policy, ...neighbor }) =>
    line(
      'keep',
      `neighbor.${neighbor.name}`,
      `${nameOf(neighbor)} does not get ${prefix}`,
      policy.why,
    ),
  );
  const nobody =
    refused.length === neighbors.length
      ? [
          line(
            'change',
            'neighbors',
            `nobody gets ${prefix} now`,
            neighbors.length === 0
              ? `no session of ${router} with its address family is established`
              : `the export policy of ${router} refuses it for every neighbor`,
          ),
        ]
      : [];
  return [
    ...nobody,
    rpkiLine(sight),
    ownershipLine(sight),
    ...gets('unknown').map(({ policy, ...neighbor }) =>
      line(
        'change',
        `neighbor.${neighbor.name}`,
        `${nameOf(neighbor)} gets ${prefix}, if the export policy lets it`,
        policy.why,
      ),
    ),
    {
      ...line(
        'add',
        `prefix.${router}/${prefix}`,
        `announcement of ${prefix} by ${router}`,
        'origin IGP, an empty AS path, the router as next hop',
      ),
      attributes: attributesOf(input, sight),
    },
    ...gets('accept').map(({ policy, ...neighbor }) =>
      line(
        'add',
        `neighbor.${neighbor.name}`,
        `${nameOf(neighbor)} gets ${prefix}`,
        policy.why,
      ),
    ),
    ...refused,
    ...otherLines(sight),
  ];
}

function attributesOf({ reason }: PrefixInput, { undo }: PlannedSight) {
  return [
    { path: 'reason', after: reason },
    { path: 'undo', after: undo },
  ];
}

function withdrawLines(
  input: PrefixInput,
  sight: PlannedSight,
  { accepted }: PrefixVerdict,
  guests?: GuestLoss,
): PlanLine[] {
  const { prefix, router, neighbors, elsewhere } = sight;
  const { attributes } = findAdded(sight.paths)!;
  const plain = sameAttributes(attributes, plainAttributes(prefix));
  return [
    ...accepted.map(sentence =>
      line(
        'destroy',
        'last-path.inbound',
        'isolation, which the requester accepts',
        sentence,
      ),
    ),
    ...(guests ? guestLines(guests) : []),
    {
      ...line(
        'destroy',
        `prefix.${router}/${prefix}`,
        `announcement of ${prefix} by ${router}`,
        elsewhere.length > 0
          ? `others still reach it by ${elsewhere.join(', ')}`
          : 'goes out over no established external session of another router',
      ),
      attributes: attributesOf(input, sight),
    },
    ...neighbors
      .filter(({ has }) => has)
      .map(neighbor =>
        line(
          'destroy',
          `neighbor.${neighbor.name}`,
          `${nameOf(neighbor)} no longer gets ${prefix}`,
          sight.paths.learnedFrom.length > 0
            ? 'unless the path of another one goes out instead'
            : undefined,
        ),
      ),
    ...(plain
      ? []
      : [
          line(
            'change',
            `attributes.${router}/${prefix}`,
            'communities or other attributes go with it',
            'announcing it again by a change sets none of them; the revert of this change does',
          ),
        ]),
    ownershipLine(sight),
    ...otherLines(sight),
  ];
}

function rpkiLine({ asn, prefix, rpki }: PrefixSight): PlanLine {
  const named = rpki.covering.map(roaText).join(', ') || undefined;
  const titles = {
    valid: `RPKI: ${prefix} of AS${asn} is valid`,
    'not-found': `RPKI: no ROA covers ${prefix}; some refuse what has none`,
    unknown: `RPKI: not known, ORION has no validated ROAs`,
    invalid: `RPKI: ${prefix} of AS${asn} is invalid`,
  };
  return line(
    rpki.state === 'valid' ? 'keep' : 'change',
    `rpki.${prefix}`,
    titles[rpki.state],
    named,
  );
}

/** Without the time in its title: that one moves with every look. */
function ownershipLine({
  aggregate,
  ownership,
  prefix,
}: PrefixSight): PlanLine {
  const what =
    prefix === aggregate ? prefix : `${prefix}, part of ${aggregate},`;
  return ownership.from === 'netbox'
    ? line(
        'keep',
        `ownership.${prefix}`,
        `${what} is ours, says NetBox`,
        `read at ${ownership.fetchedAt}`,
      )
    : line(
        'keep',
        `ownership.${prefix}`,
        `${what} is ours, says orion.bgp.aggregates`,
      );
}

/** Who else has it. */
function otherLines({ elsewhere, paths, prefix, routers }: PrefixSight) {
  const lines = routers
    .filter(({ problem }) => problem)
    .map(({ id, problem }) =>
      line(
        'change',
        `router.${id}`,
        `whether ${id} announces ${prefix} is not known`,
        problem,
      ),
    );
  if (elsewhere.length > 0) {
    lines.push(
      line(
        'keep',
        `elsewhere.${prefix}`,
        `others reach ${prefix} by ${elsewhere.join(', ')}`,
      ),
    );
  }
  if (paths.learnedFrom.length > 0) {
    lines.push(
      line(
        'keep',
        `learned.${prefix}`,
        `${prefix} is learned from ${paths.learnedFrom.join(', ')} too`,
      ),
    );
  }
  return lines;
}

function nameOf({
  name,
  neighborAs,
}: Pick<NeighborSight, 'name' | 'neighborAs'>): string {
  return `AS${neighborAs} at ${name}`;
}

function line(
  action: PlanLine['action'],
  address: string,
  title: string,
  detail?: string,
): PlanLine {
  return { action, address, title, detail, attributes: [] };
}
