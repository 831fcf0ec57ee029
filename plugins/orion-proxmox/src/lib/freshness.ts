import { Freshness } from '@orion/backstage-plugin-orion-common';

/** The least fresh of several sources: what a page that shows all of them may claim. */
export function worstFreshness(sources: Freshness[]): Freshness | undefined {
  const age = ({ fetchedAt }: Freshness) =>
    fetchedAt ? Date.parse(fetchedAt) : 0;
  return [...sources].sort(
    (a, b) => Number(b.stale) - Number(a.stale) || age(a) - age(b),
  )[0];
}

/** Ids of the clusters whose data is old. */
export function staleClusters(sources: Freshness[]): ReadonlySet<string> {
  return new Set(
    sources
      .filter(({ stale }) => stale)
      .map(({ source }) => source.replace(/^proxmox:/, '')),
  );
}
