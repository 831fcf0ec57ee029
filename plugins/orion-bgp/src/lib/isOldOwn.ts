import {
  OwnPrefix,
  OwnPrefixList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';

/** Whether what is known of an own prefix is of before: nothing is ordered on that. */
export function isOldOwn(
  own: Extract<Loadable<OwnPrefixList>, { data: OwnPrefixList }>,
  { announced }: OwnPrefix,
): boolean {
  return (
    own.status === 'stale' ||
    Boolean(own.data.freshness?.error) ||
    announced.some(({ asOf }) => asOf)
  );
}
