import { BgpAttributes } from '../../bgp/types';
import { Reply } from '../Reply';

/** BIRD's buffer for one line; sets that are longer go on in the next one. */
const LINE = 500;

/** Attributes in the order of their types: all of a path from a neighbor, or those a filter set. */
export function renderAttributes(
  reply: Reply,
  attributes: Partial<BgpAttributes>,
): void {
  const { aggregator, nextHopLinkLocal } = attributes;
  const add = (name: string, value: string | number) =>
    reply.line(1012, `\tBGP.${name}: ${value}`);
  if (attributes.origin !== undefined) {
    add('origin', attributes.origin);
  }
  if (attributes.asPath !== undefined) {
    add('as_path', asPathText({ asPath: attributes.asPath }));
  }
  if (attributes.nextHop !== undefined) {
    add(
      'next_hop',
      [attributes.nextHop, nextHopLinkLocal].filter(Boolean).join(' '),
    );
  }
  if (attributes.med !== undefined) {
    add('med', attributes.med);
  }
  if (attributes.localPref !== undefined) {
    add('local_pref', attributes.localPref);
  }
  if (attributes.atomicAggregate) {
    add('atomic_aggr', '');
  }
  if (aggregator) {
    add('aggregator', `${aggregator.address} AS${aggregator.asn}`);
  }
  const set = (name: string, slack: number, members: string[] = []) =>
    addSet(reply, `BGP.${name}: `, slack, members);
  set(
    'community',
    24,
    attributes.communities?.map(([a, b]) => `(${a},${b})`),
  );
  set(
    'ext_community',
    64,
    attributes.extendedCommunities?.map(parts => `(${parts.join(', ')})`),
  );
  set(
    'large_community',
    64,
    attributes.largeCommunities?.map(parts => `(${parts.join(', ')})`),
  );
  if (attributes.otc !== undefined) {
    add('otc', attributes.otc);
  }
}

/** `6939 64500 {64501 64502}` */
export function asPathText({ asPath }: Pick<BgpAttributes, 'asPath'>): string {
  return asPath
    .map(element =>
      Array.isArray(element) ? `{${element.join(' ')}}` : `${element}`,
    )
    .join(' ');
}

/**
 * @param slack - BIRD starts a new line when fewer bytes are left than the
 * longest member may take.
 */
function addSet(
  reply: Reply,
  name: string,
  slack: number,
  members: string[],
): void {
  if (members.length === 0) {
    return;
  }
  let line = name;
  let head = '\t';
  let room = LINE;
  let empty = true;
  for (const member of members) {
    const used = line.length + (empty ? 0 : 1);
    if (line.length > room - slack && !empty) {
      reply.line(1012, `${head}${line}`);
      line = member;
      head = '\t\t';
      room = LINE - 1;
    } else {
      line = used === line.length ? `${line}${member}` : `${line} ${member}`;
    }
    empty = false;
  }
  reply.line(1012, `${head}${line}`);
}
