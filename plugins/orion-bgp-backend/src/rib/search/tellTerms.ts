import {
  RouteMatch,
  RouteTerm,
} from '@orion/backstage-plugin-orion-bgp-common';

type Of<K extends RouteTerm['kind']> = Extract<RouteTerm, { kind: K }>;

const prefixes: Record<RouteMatch, (text: string) => string> = {
  exact: text => `prefix ${text}`,
  longest: text => `longest match for ${text}`,
  covering: text => `prefixes that contain ${text}`,
  'more-specific': text => `prefixes inside ${text}`,
};

const reasons: Record<Of<'reason'>['reason'], string> = {
  none: 'refused for no reason that is known',
  community: 'refused with a community that says why',
  'rpki-length':
    'refused without a community that says why and RPKI invalid by its length',
  'rpki-origin':
    'refused without a community that says why and RPKI invalid by its origin',
};

const flags: Record<Of<'flag'>['flag'], string> = {
  filtered: 'refused by the import policy',
  accepted: 'accepted',
  best: 'best path',
  stale: 'stale',
  unreachable: 'next hop unreachable',
};

/** What a search was understood as, in English: for agents, and clients without words of their own. */
export function tellTerms(terms: RouteTerm[]): string {
  return terms.map(tellTerm).join(', ') || 'every path';
}

function tellTerm(term: RouteTerm): string {
  switch (term.kind) {
    case 'prefix':
      return tellPrefix(term);
    case 'path-contains':
      return `path contains AS${term.asn}`;
    case 'path-matches':
      return `path matches ${term.pattern}`;
    case 'origin':
      return `origin AS${term.asn}`;
    case 'community':
      return `community ${term.community}`;
    case 'next-hop':
      return `next hop ${term.address}`;
    case 'rpki':
      return `RPKI ${term.rpki}`;
    case 'aspa':
      return `ASPA ${term.aspa}`;
    case 'reason':
      return reasons[term.reason];
    case 'session':
      return `learned over ${term.session}`;
    case 'exported':
      return `exported to ${term.session}`;
    case 'family':
      return `IPv${term.family}`;
    case 'flag':
      return `${term.value ? '' : 'not '}${flags[term.flag]}`;
    default:
      // A kind without words does not compile.
      return term satisfies never;
  }
}

function tellPrefix({ match, prefix, given }: Of<'prefix'>): string {
  const sentence = prefixes[match](prefix);
  return given === undefined
    ? sentence
    : `${sentence}, ${given} has host bits set, ${prefix} is meant`;
}
