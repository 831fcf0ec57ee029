import { parsePrefix } from '../routes/addresses';
import { toPrefixKey } from '../rib/table/PrefixKey';
import { VrpFeed } from './VrpFeed';

/** The verdict of a feed's VRPs, as they are now, on a prefix from an origin. */
export function stateOf(
  feed: VrpFeed | undefined,
  prefix: string,
  asn: number,
): string | undefined {
  const { family, address, length } = parsePrefix(prefix)!;
  const key = toPrefixKey(family, address, length);
  return feed?.vrps?.validate(key, asn).state;
}
