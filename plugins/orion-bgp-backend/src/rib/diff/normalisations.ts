import { AttributeType } from '../../attributes/attributeTypes';
import { readWord } from '../pool/asPathBytes';

/** When a difference has no meaning. */
export interface Normalisation {
  /** Attributes it is about. */
  types: number[];
  /** Whether these two values are the same; undefined where the attribute is absent. */
  same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean;
}

/**
 * What two daemons write differently although it is the same, each by name so
 * that it can be switched off, and so that an answer can say what was left out.
 */
export const normalisations = {
  /** BIRD always has a LOCAL_PREF, 100 unless set; GoBGP none over eBGP. */
  'default-local-pref': {
    types: [AttributeType.localPref],
    same: (a, b) => isWord(a ?? b, 100) && (!a || !b),
  },
  /** A MED of 0 is the same as none, RFC 4271 §9.1.2.2 (c). */
  'zero-med': {
    types: [AttributeType.med],
    same: (a, b) => isWord(a ?? b, 0) && (!a || !b),
  },
  /** Added by a daemon with roles (RFC 9234), unknown to one without. */
  otc: { types: [AttributeType.otc], same: () => true },
  /** The next hop altogether, when routers stand in different places. */
  'next-hop': {
    types: [AttributeType.nextHop, AttributeType.mpReach],
    same: () => true,
  },
  /** The link-local next hop beside a global one, which GoBGP does not list. */
  'link-local-next-hop': {
    types: [AttributeType.mpReach],
    same: (a, b) =>
      a !== undefined &&
      b !== undefined &&
      Buffer.compare(a.subarray(1, 17), b.subarray(1, 17)) === 0,
  },
  /** Set by the first router of a cluster, RFC 4456 §8: there when a shadow hears over iBGP. */
  'route-reflection': {
    types: [AttributeType.originatorId, AttributeType.clusterList],
    same: () => true,
  },
  /**
   * Everything but the path: BIRD lists what goes out as it stands in the table,
   * before its export filter, GoBGP as the neighbor gets it.
   */
  'listed-before-export': {
    types: Object.values(AttributeType).filter(
      type => type !== AttributeType.asPath,
    ),
    same: () => true,
  },
} satisfies { [name: string]: Normalisation };

/** Needs to know whose table it is, see {@link normalisationOf}. */
const OWN_LARGE_COMMUNITIES = 'own-large-communities';

/** What may be left out, by name. */
export type NormalisationName =
  | keyof typeof normalisations
  | typeof OWN_LARGE_COMMUNITIES;

/**
 * A normalisation for the tables of an AS. `own-large-communities` leaves out
 * large communities that AS adds itself: BIRD lists a refused route as its
 * filter left it, with the reason; GoBGP as it came.
 */
export function normalisationOf(
  name: NormalisationName,
  ownAs: number,
): Normalisation {
  return name === OWN_LARGE_COMMUNITIES
    ? {
        types: [AttributeType.largeCommunities],
        same: (a, b) =>
          foreignCommunities(a, ownAs) === foreignCommunities(b, ownAs),
      }
    : normalisations[name];
}

/** Large communities of others; they are sorted, so equal sets are equal texts. */
function foreignCommunities(
  value: Uint8Array | undefined,
  ownAs: number,
): string {
  const kept: string[] = [];
  for (let at = 0; value && at + 12 <= value.length; at += 12) {
    if (readWord(value, at) !== ownAs) {
      kept.push(Buffer.from(value.subarray(at, at + 12)).toString('hex'));
    }
  }
  return kept.join(' ');
}

/** What is left out unless somebody says otherwise. */
export const defaultNormalisations: NormalisationName[] = [
  'default-local-pref',
  'zero-med',
  'otc',
  'link-local-next-hop',
];

function isWord(value: Uint8Array | undefined, word: number): boolean {
  return value?.length === 4 && readWord(value, 0) === word;
}
