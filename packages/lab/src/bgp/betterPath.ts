import { TablePath } from './types';

const origins = { IGP: 0, EGP: 1, Incomplete: 2 };

/**
 * Orders paths to one prefix, the best one first: own routes, then local
 * preference, length of the AS path (a set counts once), origin, MED, external
 * before internal, and the neighbor's identifier, as RFC 4271 §9.1 does.
 */
export function betterPath(a: TablePath, b: TablePath): number {
  if (!a.attributes || !b.attributes) {
    return Number(Boolean(a.attributes)) - Number(Boolean(b.attributes));
  }
  return (
    (b.attributes.localPref ?? 100) - (a.attributes.localPref ?? 100) ||
    a.attributes.asPath.length - b.attributes.asPath.length ||
    origins[a.attributes.origin] - origins[b.attributes.origin] ||
    (a.attributes.med ?? 0) - (b.attributes.med ?? 0) ||
    isInternal(a) - isInternal(b) ||
    (a.session?.neighborId ?? '').localeCompare(b.session?.neighborId ?? '')
  );
}

function isInternal({ session }: TablePath): number {
  return Number(session?.neighborAs === session?.localAs);
}
