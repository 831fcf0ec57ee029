import { BgpAttributes, ExportSets } from './types';

/** A path's attributes as an export policy leaves them; absent ones stay absent. */
export function applyExportSets(
  attributes: Partial<BgpAttributes>,
  sets: ExportSets = {},
): Partial<BgpAttributes> {
  const { prepends = [] } = sets;
  const together = <T>(before: T[] = [], added: T[] = []) =>
    before.length + added.length > 0 ? [...before, ...added] : undefined;
  return {
    ...attributes,
    ...(prepends.length > 0 && {
      asPath: [...prepends, ...(attributes.asPath ?? [])],
    }),
    med: sets.med ?? attributes.med,
    communities: together(attributes.communities, sets.communities),
    extendedCommunities: together(
      attributes.extendedCommunities,
      sets.extendedCommunities,
    ),
    largeCommunities: together(
      attributes.largeCommunities,
      sets.largeCommunities,
    ),
  };
}
