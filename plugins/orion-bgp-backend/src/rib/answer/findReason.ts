import {
  Community,
  RefusalCount,
} from '@orion/backstage-plugin-orion-bgp-common';
import { rpkiReason } from '../table/RowMeta';
import { CommunityDictionary } from './CommunityDictionary';

/**
 * Why a refused route was refused: the first of its communities that says so, else
 * what RPKI says. Empty when nothing says why. A search for `reason:` finds the same
 * by sets, see `reasonFilter`.
 *
 * @param meta - the row's byte of `RowMeta`
 * @param tells - the router's filters can mark what they refuse; where they cannot, its
 * communities are those of whoever sent it, who could say anything
 */
export function findReason(
  communities: Pick<Community, 'value'>[],
  meta: number,
  dictionary: CommunityDictionary,
  tells: boolean,
): Omit<RefusalCount, 'count'> {
  for (const { value } of tells ? communities : []) {
    const reason = dictionary.findReason(value);
    if (reason !== undefined) {
      return { reason, community: value };
    }
  }
  return { rpki: rpkiReason(meta) };
}
