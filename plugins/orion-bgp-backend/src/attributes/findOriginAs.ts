import { AsPathSegment } from '../routes/PathAttributes';

/**
 * The AS that originated a path: the rightmost of its last sequence. Undefined
 * for an empty path and one that ends in a set (RFC 6811 §2: no single origin).
 */
export function findOriginAs(segments: AsPathSegment[]): number | undefined {
  const last = segments.at(-1);
  return last?.type === 'sequence' ? last.asns.at(-1) : undefined;
}
