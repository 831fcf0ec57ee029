import { PrefixLimit, Session } from '@orion/backstage-plugin-orion-bgp-common';

/** Share from which people are warned. */
const TIGHT = 0.8;

/** The used share of a limit, 0 to 1 and beyond; undefined when not known. */
export function limitShare(limit: PrefixLimit | undefined): number | undefined {
  return limit?.used === undefined || limit.limit <= 0
    ? undefined
    : limit.used / limit.limit;
}

export function isTight(limit: PrefixLimit | undefined): boolean {
  return (limitShare(limit) ?? 0) >= TIGHT;
}

/** The family of a session that is nearest to its limit, when that is near. */
export function findTightest(session: Session) {
  const tight = session.families
    .filter(({ importLimit }) => isTight(importLimit))
    .sort((a, b) => limitShare(b.importLimit)! - limitShare(a.importLimit)!);
  return tight[0];
}
