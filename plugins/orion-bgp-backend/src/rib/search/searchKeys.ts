import { RouteTerm, RpkiState } from '@orion/backstage-plugin-orion-bgp-common';
import { parseAsn } from '../../attributes/parseAsn';
import { formatAddress, parseAddress } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { ReasonKind, RouteQuery } from '../query/RouteQuery';
import { aspaStates } from '../table/RowMeta';
import { parseCommunityPattern } from './parseCommunityPattern';
import { RouteSearchError } from './RouteSearchError';

/** Takes `value` into the query and says what it is; `word` is all that was typed. */
type SearchKey = (query: RouteQuery, value: string, word: string) => RouteTerm;

const rpkiStates: RpkiState[] = ['valid', 'invalid', 'not-found', 'unknown'];

const reasonKinds: ReasonKind[] = [
  'none',
  'community',
  'rpki-length',
  'rpki-origin',
];

/** What can stand before a colon, except for what belongs to prefixes and communities. */
export const searchKeys: { [name: string]: SearchKey | undefined } = {
  origin: (query, value, word) => {
    once(query.originAs, word);
    query.originAs = asnOf(value, word);
    return { kind: 'origin', asn: query.originAs };
  },
  as: (query, value, word) => {
    const asn = asnOf(value, word);
    (query.asns ??= []).push(asn);
    return { kind: 'path-contains', asn };
  },
  community: (query, value, word) => {
    const community = parseCommunityPattern(value);
    if (typeof community !== 'object') {
      throw new RouteSearchError(word, community ?? 'names no community');
    }
    (query.communities ??= []).push(community);
    return { kind: 'community', community: value };
  },
  nexthop: (query, value, word) => {
    once(query.nextHop, word);
    query.nextHop = parseAddress(value);
    if (!query.nextHop) {
      throw new RouteSearchError(word, 'names no address');
    }
    return { kind: 'next-hop', address: formatAddress(query.nextHop) };
  },
  rpki: (query, value, word) => {
    once(query.rpki, word);
    query.rpki = rpkiStates.find(
      state => state.replace('-', '') === value.toLowerCase().replace('-', ''),
    );
    if (!query.rpki) {
      throw new RouteSearchError(word, `is none of ${rpkiStates.join(', ')}`);
    }
    return { kind: 'rpki', rpki: query.rpki };
  },
  aspa: (query, value, word) => {
    once(query.aspa, word);
    query.aspa = aspaStates.find(state => state === value.toLowerCase());
    if (!query.aspa) {
      throw new RouteSearchError(word, `is none of ${aspaStates.join(', ')}`);
    }
    return { kind: 'aspa', aspa: query.aspa };
  },
  reason: (query, value, word) => {
    once(query.reason, word);
    query.reason = reasonKinds.find(kind => kind === value.toLowerCase());
    if (!query.reason) {
      throw new RouteSearchError(word, `is none of ${reasonKinds.join(', ')}`);
    }
    return { kind: 'reason', reason: query.reason };
  },
  session: (query, value, word) => {
    once(query.session, word);
    query.session = nameOf(value, word);
    return { kind: 'session', session: value };
  },
  exported: (query, value, word) => {
    once(query.exportedTo, word);
    query.exportedTo = nameOf(value, word);
    return { kind: 'exported', session: value };
  },
  family: (query, value, word) => {
    const family = /^(?:ipv?|v)?([46])$/i.exec(value)?.[1];
    if (!family) {
      throw new RouteSearchError(word, 'is neither ipv4 nor ipv6');
    }
    query.family = family === '4' ? 4 : 6;
    return { kind: 'family', family: query.family };
  },
  filtered: flag('filtered'),
  accepted: flag('accepted'),
  best: flag('best'),
  stale: flag('stale'),
  unreachable: flag('unreachable'),
};

function flag(name: Extract<RouteTerm, { kind: 'flag' }>['flag']): SearchKey {
  const bit = PathFlag[name];
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
    return { kind: 'flag', flag: name, value: yes };
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
