/** What the choice between sources of VRPs goes by. */
export interface VrpCandidate {
  /** Unix milliseconds of what it has; undefined before the first answer. */
  readonly asOf?: number;
  /** So much later it counts for nothing. */
  readonly expireMs: number;
}

/**
 * Beyond that another source is better, if there is one: what RTR expires after
 * by default (RFC 8210 §6). Validators run every ten minutes to an hour.
 */
const OLD_MS = 2 * 3600_000;

/** How old what a source has is, where it matters. */
export function ageState(
  { asOf, expireMs }: VrpCandidate,
  now: number,
): 'none' | 'fresh' | 'old' | 'expired' {
  if (asOf === undefined) {
    return 'none';
  }
  const age = now - asOf;
  if (age > expireMs) {
    return 'expired';
  }
  return age > OLD_MS ? 'old' : 'fresh';
}

/** The first that is fresh, else the first that has not expired. */
export function chooseFeed<T extends VrpCandidate>(
  feeds: T[],
  now: number,
): T | undefined {
  const isOf = (wanted: string) => (feed: T) => ageState(feed, now) === wanted;
  return feeds.find(isOf('fresh')) ?? feeds.find(isOf('old'));
}
