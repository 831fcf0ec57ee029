import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';
import { PrefixRoas } from './PrefixRoas';

/** The ROAs of one of our prefixes that no router has: whether it could go out again. */
export function OwnPrefixRoas({
  prefix,
  own,
}: {
  prefix: string;
  own: Loadable<OwnPrefixList>;
}) {
  const found =
    'data' in own
      ? own.data.items.find(one => one.prefix === prefix)
      : undefined;
  return found ? <PrefixRoas rpki={found.rpki} /> : null;
}
