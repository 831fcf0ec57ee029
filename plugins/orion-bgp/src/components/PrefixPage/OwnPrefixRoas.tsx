import { useOwnPrefixes } from '../../hooks/useOwnPrefixes';
import { PrefixRoas } from './PrefixRoas';

/** The ROAs of one of our prefixes that no router has: whether it could go out again. */
export function OwnPrefixRoas({ prefix }: { prefix: string }) {
  const own = useOwnPrefixes();
  const found =
    'data' in own
      ? own.data.items.find(one => one.prefix === prefix)
      : undefined;
  return found ? <PrefixRoas rpki={found.rpki} /> : null;
}
