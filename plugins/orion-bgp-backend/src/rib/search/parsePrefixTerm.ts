import {
  RouteMatch,
  RouteTerm,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatAddress,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from '../../routes/addresses';
import { PrefixMatch, RouteQuery } from '../query/RouteQuery';
import { toPrefixKey } from '../table/PrefixKey';
import { RouteSearchError } from './RouteSearchError';

const keys: { [name: string]: PrefixMatch | undefined } = {
  exact: 'exact',
  for: 'longest',
  longest: 'longest',
  covering: 'covering',
  in: 'covered',
  covered: 'covered',
};
const signs: { [sign: string]: PrefixMatch | undefined } = {
  '+': 'covered',
  '-': 'covering',
};
/** What the API calls them. */
const matches: Record<PrefixMatch, RouteMatch> = {
  exact: 'exact',
  longest: 'longest',
  covering: 'covering',
  covered: 'more-specific',
};

/** Reads a prefix or an address with how it is meant; undefined when it is none. */
export function parsePrefixTerm(
  word: string,
  otherwise: PrefixMatch | undefined,
): { prefix: NonNullable<RouteQuery['prefix']>; term: RouteTerm } | undefined {
  const [, name = '', text, sign = ''] =
    /^(?:(exact|for|longest|covering|in|covered):)?(.*?)([+-]?)$/is.exec(
      word,
    ) ?? [];
  const said = keys[name.toLowerCase()] ?? signs[sign];
  const address = parseAddress(text);
  if (address) {
    const match =
      said ?? (otherwise === 'covered' ? 'longest' : otherwise) ?? 'longest';
    return {
      prefix: {
        match,
        key: toPrefixKey(
          address.length === 4 ? 4 : 6,
          address,
          8 * address.length,
        ),
      },
      term: {
        kind: 'prefix',
        match: matches[match],
        prefix: formatAddress(address),
      },
    };
  }
  const parsed = parsePrefix(text);
  if (!parsed) {
    if (name) {
      throw new RouteSearchError(word, 'names no prefix and no address');
    }
    return undefined;
  }
  const match = said ?? otherwise ?? 'exact';
  const canonical = formatPrefix(parsed.address, parsed.length);
  return {
    prefix: {
      match,
      key: toPrefixKey(parsed.family, parsed.address, parsed.length),
    },
    term: {
      kind: 'prefix',
      match: matches[match],
      prefix: canonical,
      ...(parsed.hostBits && { given: text }),
    },
  };
}
