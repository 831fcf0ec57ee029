import { Freshness } from '@orion/backstage-plugin-orion-common';

/**
 * The least fresh of several sources: what a page that shows all of them may
 * claim. Undefined without any.
 *
 * @public
 */
export function worstFreshness(freshness: Freshness[]): Freshness | undefined {
  const age = ({ fetchedAt }: Freshness) =>
    fetchedAt ? Date.parse(fetchedAt) : -Infinity;
  return [...freshness].sort(
    (a, b) => Number(b.stale) - Number(a.stale) || age(a) - age(b),
  )[0];
}
