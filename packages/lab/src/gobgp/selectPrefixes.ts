import { covers, Network, parseHost, parseNetwork } from '../bgp/prefixes';
import { GobgpError } from './errors';

/** One of `prefixes` in a request. */
export interface PrefixLookup {
  prefix?: string;
  type?: string;
}

/**
 * Which prefixes of a table a request asks for. As GoBGP does it: exactly for a
 * network, the longest match for a bare address; LONGER and SHORTER need a
 * network.
 */
export function selectPrefixes(
  prefixes: string[],
  lookups: PrefixLookup[],
): string[] {
  if (lookups.length === 0) {
    return prefixes;
  }
  const known = prefixes.map(text => ({ text, network: parseNetwork(text)! }));
  const chosen = new Set<string>();
  for (const { prefix = '', type } of lookups) {
    const wanted = parseNetwork(prefix);
    if (type === 'TYPE_LONGER' || type === 'TYPE_SHORTER') {
      if (!wanted) {
        throw new GobgpError(`error parsing cidr ${prefix}`);
      }
      known
        .filter(({ network }) =>
          type === 'TYPE_LONGER'
            ? covers(wanted, network)
            : covers(network, wanted),
        )
        .forEach(({ text }) => chosen.add(text));
    } else if (wanted) {
      known
        .filter(({ network }) => isSame(network, wanted))
        .forEach(({ text }) => chosen.add(text));
    } else {
      const found = longestMatch(known, prefix);
      if (found) {
        chosen.add(found);
      }
    }
  }
  return [...chosen];
}

function longestMatch(
  known: { text: string; network: Network }[],
  address: string,
): string | undefined {
  const host = parseHost(address);
  if (!host) {
    throw new GobgpError(`error parsing ${address}`);
  }
  return known
    .filter(({ network }) => covers(network, host))
    .sort((a, b) => b.network.length - a.network.length)[0]?.text;
}

function isSame(a: Network, b: Network): boolean {
  return a.family === b.family && a.value === b.value && a.length === b.length;
}
