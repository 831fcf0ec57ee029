import {
  Community,
  RefusalCount,
} from '@orion/backstage-plugin-orion-bgp-common';
import { rpkiReason } from '../table/RowMeta';
import { CommunityDictionary } from './CommunityDictionary';

/**
 * Why a refused route was refused: each of its communities that says so, else what
 * RPKI says. The one of it all is empty when nothing says why. A search for `reason:` finds the same
 * by sets, see `reasonFilter`.
 *
 * @param meta - the row's byte of `RowMeta`
 * @param tells - the router's filters can mark what they refuse; where they cannot, its
 * communities are those of whoever sent it, who could say anything
 */
export function findReasons(
  communities: Pick<Community, 'value'>[],
  meta: number,
  dictionary: CommunityDictionary,
  tells: boolean,
): Omit<RefusalCount, 'count'>[] {
  const reasons = (tells ? communities : []).flatMap(({ value }) => {
    const reason = dictionary.findReason(value);
    return reason === undefined ? [] : [{ reason, community: value }];
  });
  return reasons.length > 0 ? reasons : [{ rpki: rpkiReason(meta) }];
}
