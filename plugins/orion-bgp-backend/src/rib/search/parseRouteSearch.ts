import { RouteTerm } from '@orion/backstage-plugin-orion-bgp-common';
import { parseAsn } from '../../attributes/parseAsn';
import { AsPathPattern } from '../path/AsPathPattern';
import { AsPathPatternError } from '../path/PathNode';
import { PrefixMatch, RouteQuery } from '../query/RouteQuery';
import { parseCommunityPattern } from './parseCommunityPattern';
import { parsePrefixTerm } from './parsePrefixTerm';
import { RouteSearchError } from './RouteSearchError';
import { searchKeys } from './searchKeys';
import { splitSearch } from './splitSearch';

/** Longest search. */
const MAX_LENGTH = 300;

/** What a text was understood as. */
export interface RouteSearch {
  query: RouteQuery;
  /** One for each part; `tellTerms` words them. */
  terms: RouteTerm[];
}

/**
 * Reads the search box. Parts stand side by side and all must hold:
 *
 * - a prefix (itself; `+` behind it: all inside; `-`: all that contain it) or
 *   an address (its longest match);
 * - `AS64500` or `64500` anywhere in the path, `origin:AS64500` at its end, or a
 *   pattern over the path, see `AsPathPattern`;
 * - a community: `6939:100`, `6939:*`, `1:2:3`, `rt:64500:1`, `no-export`;
 * - `nexthop:…`, `rpki:invalid`, `aspa:invalid`, `session:…`, `exported:…`,
 *   `family:ipv6`, `filtered:yes`, `accepted:no`, `best:yes`, `stale:yes`, `unreachable:yes`;
 * - `reason:none`, `reason:community`, `reason:rpki-length`, `reason:rpki-origin`: what was
 *   refused by what says why.
 *
 * @throws RouteSearchError that quotes the part that makes no sense.
 */
export function parseRouteSearch(
  text: string,
  options: {
    /** For a prefix that does not say it itself; the default is `exact`. */
    prefixMatch?: PrefixMatch;
  } = {},
): RouteSearch {
  if (text.length > MAX_LENGTH) {
    throw new RouteSearchError(
      `${text.slice(0, 20)}…`,
      `is too long: a search has at most ${MAX_LENGTH} characters`,
    );
  }
  const search: RouteSearch = { query: {}, terms: [] };
  for (const part of splitSearch(text)) {
    if (part.kind === 'pattern') {
      addPattern(search, part.text);
    } else {
      addWord(search, part.text, options.prefixMatch);
    }
  }
  return search;
}

function addPattern({ query, terms }: RouteSearch, text: string): void {
  try {
    AsPathPattern.parse(text);
  } catch (error) {
    if (error instanceof AsPathPatternError) {
      throw new RouteSearchError(
        text,
        `is no pattern of AS paths: ${error.message}`,
      );
    }
    throw error;
  }
  (query.pathPatterns ??= []).push(text);
  terms.push({ kind: 'path-matches', pattern: text });
}

function addWord(
  search: RouteSearch,
  word: string,
  prefixMatch: PrefixMatch | undefined,
): void {
  const { query, terms } = search;
  const prefix = parsePrefixTerm(word, prefixMatch);
  if (prefix) {
    if (query.prefix) {
      throw new RouteSearchError(word, 'is a second prefix: give one');
    }
    query.prefix = prefix.prefix;
    terms.push(prefix.term);
    return;
  }
  const asn = parseAsn(word);
  if (asn !== undefined) {
    (query.asns ??= []).push(asn);
    terms.push({ kind: 'path-contains', asn });
    return;
  }
  const [, name, value] = /^([a-z]+):(.*)$/is.exec(word) ?? [];
  const known = name && searchKeys[name.toLowerCase()];
  if (known) {
    terms.push(known(query, value, word));
    return;
  }
  const community = parseCommunityPattern(word);
  if (community === undefined) {
    throw new RouteSearchError(word, hintFor(word));
  }
  if (typeof community === 'string') {
    throw new RouteSearchError(word, community);
  }
  (query.communities ??= []).push(community);
  terms.push({ kind: 'community', community: word });
}

function hintFor(word: string): string {
  if (/^[\d.]+(?:\/\d*)?$/.test(word)) {
    return 'is neither an IPv4 address nor a prefix nor an AS number';
  }
  if (/^[\da-f:.]+(?:\/\d*)?$/i.test(word) && word.includes(':')) {
    return 'is neither an IPv6 address nor a prefix nor a community';
  }
  return /^[\w.-]+$/.test(word)
    ? `is not understood; for a session write session:${word}`
    : 'is not understood';
}
