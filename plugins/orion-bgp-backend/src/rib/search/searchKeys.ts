import { RpkiState } from '@orion/backstage-plugin-orion-bgp-common';
import { parseAsn } from '../../attributes/parseAsn';
import { formatAddress, parseAddress } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { ReasonKind, RouteQuery } from '../query/RouteQuery';
import { aspaStates } from '../table/RowMeta';
import { parseCommunityPattern } from './parseCommunityPattern';
import { RouteSearchError } from './RouteSearchError';

/** Takes `value` into the query and says what it is; `word` is all that was typed. */
type SearchKey = (query: RouteQuery, value: string, word: string) => string;

const rpkiStates: RpkiState[] = ['valid', 'invalid', 'not-found', 'unknown'];

const reasonTexts: Record<ReasonKind, string> = {
  none: 'refused for no reason that is known',
  community: 'refused with a community that says why',
  'rpki-length':
    'refused without a community that says why and RPKI invalid by its length',
  'rpki-origin':
    'refused without a community that says why and RPKI invalid by its origin',
};
const reasonKinds = Object.keys(reasonTexts) as ReasonKind[];

/** What can stand before a colon, except for what belongs to prefixes and communities. */
export const searchKeys: { [name: string]: SearchKey | undefined } = {
  origin: (query, value, word) => {
    once(query.originAs, word);
    query.originAs = asnOf(value, word);
    return `origin AS${query.originAs}`;
  },
  as: (query, value, word) => {
    const asn = asnOf(value, word);
    (query.asns ??= []).push(asn);
    return `path contains AS${asn}`;
  },
  community: (query, value, word) => {
    const community = parseCommunityPattern(value);
    if (typeof community !== 'object') {
      throw new RouteSearchError(word, community ?? 'names no community');
    }
    (query.communities ??= []).push(community);
    return `community ${value}`;
  },
  nexthop: (query, value, word) => {
    once(query.nextHop, word);
    query.nextHop = parseAddress(value);
    if (!query.nextHop) {
      throw new RouteSearchError(word, 'names no address');
    }
    return `next hop ${formatAddress(query.nextHop)}`;
  },
  rpki: (query, value, word) => {
    once(query.rpki, word);
    query.rpki = rpkiStates.find(
      state => state.replace('-', '') === value.toLowerCase().replace('-', ''),
    );
    if (!query.rpki) {
      throw new RouteSearchError(word, `is none of ${rpkiStates.join(', ')}`);
    }
    return `RPKI ${query.rpki}`;
  },
  aspa: (query, value, word) => {
    once(query.aspa, word);
    query.aspa = aspaStates.find(state => state === value.toLowerCase());
    if (!query.aspa) {
      throw new RouteSearchError(word, `is none of ${aspaStates.join(', ')}`);
    }
    return `ASPA ${query.aspa}`;
  },
  reason: (query, value, word) => {
    once(query.reason, word);
    query.reason = reasonKinds.find(kind => kind === value.toLowerCase());
    if (!query.reason) {
      throw new RouteSearchError(word, `is none of ${reasonKinds.join(', ')}`);
    }
    return reasonTexts[query.reason];
  },
  session: (query, value, word) => {
    once(query.session, word);
    query.session = nameOf(value, word);
    return `learned over ${value}`;
  },
  exported: (query, value, word) => {
    once(query.exportedTo, word);
    query.exportedTo = nameOf(value, word);
    return `exported to ${value}`;
  },
  family: (query, value, word) => {
    const family = /^(?:ipv?|v)?([46])$/i.exec(value)?.[1];
    if (!family) {
      throw new RouteSearchError(word, 'is neither ipv4 nor ipv6');
    }
    query.family = family === '4' ? 4 : 6;
    return `IPv${family}`;
  },
  filtered: flag(PathFlag.filtered, 'refused by the import policy'),
  accepted: flag(PathFlag.accepted, 'accepted'),
  best: flag(PathFlag.best, 'best path'),
  stale: flag(PathFlag.stale, 'stale'),
  unreachable: flag(PathFlag.unreachable, 'next hop unreachable'),
};

function flag(bit: number, name: string): SearchKey {
  return (query, value, word) => {
    const yes = /^(?:yes|true|1)$/i.test(value);
    if (!yes && !/^(?:no|false|0)$/i.test(value)) {
      throw new RouteSearchError(word, 'says neither yes nor no');
    }
    if ((query.flagsMask ?? 0) & bit) {
      throw new RouteSearchError(word, 'is said twice');
    }
    query.flagsMask = (query.flagsMask ?? 0) | bit;
    query.flagsValue = (query.flagsValue ?? 0) | (yes ? bit : 0);
    return yes ? name : `not ${name}`;
  };
}

function asnOf(value: string, word: string): number {
  const asn = parseAsn(value);
  if (asn === undefined) {
    throw new RouteSearchError(word, 'names no AS number');
  }
  return asn;
}

function nameOf(value: string, word: string): string {
  if (value === '') {
    throw new RouteSearchError(word, 'names no session');
  }
  return value;
}

function once(known: unknown, word: string): void {
  if (known !== undefined) {
    throw new RouteSearchError(word, 'asks for the same a second time');
  }
}
