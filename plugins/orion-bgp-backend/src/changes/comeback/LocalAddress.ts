import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { canonicalAddress } from '../../routes/addresses';

/** What a session speaks from, and who says so. */
export interface LocalAddress {
  /** Canonical, and never one that stands for any. */
  address: string;
  /** `seen`: as ORION saw it up last; the daemon may have been configured anew since. */
  source: 'daemon' | 'netbox' | 'seen';
  /** ISO UTC of when it was `seen`. */
  at?: string;
}

/**
 * What ORION knows while a daemon does not tell: the record of NetBox, which is
 * meant to hold, before what was seen, which may be outdated.
 */
export function knownLocalAddress({
  intent,
  seenLocal,
}: Pick<SessionDetail, 'intent' | 'seenLocal'>): LocalAddress | undefined {
  const recorded = specificAddress(intent?.record?.localAddress);
  if (recorded) {
    return { address: recorded, source: 'netbox' };
  }
  const seen = specificAddress(seenLocal?.address);
  return seen
    ? { address: seen, source: 'seen', at: seenLocal?.at }
    : undefined;
}

/** Canonical; undefined for what stands for any address. */
export function specificAddress(
  address: string | undefined,
): string | undefined {
  const canonical = address && canonicalAddress(address);
  return canonical === '::' || canonical === '0.0.0.0'
    ? undefined
    : canonical || undefined;
}
