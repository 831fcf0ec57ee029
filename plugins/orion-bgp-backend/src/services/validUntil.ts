import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';

/**
 * The moment a prefix stops being valid: the latest end of the ROAs that allow
 * the AS to announce it. Undefined when it is not valid, or when one of them
 * has no end that is known.
 */
export function validUntil(
  { state, covering }: RpkiVerdict,
  prefix: string,
  asn: number,
): string | undefined {
  if (state !== 'valid') {
    return undefined;
  }
  const length = Number(prefix.split('/')[1]);
  const ends = covering
    .filter(vrp => vrp.asn === asn && vrp.maxLength >= length)
    .map(({ expiresAt }) => expiresAt);
  return ends.includes(undefined) ? undefined : ends.sort().at(-1);
}
