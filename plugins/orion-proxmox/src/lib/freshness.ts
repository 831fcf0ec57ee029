import { Freshness } from '@orion/backstage-plugin-orion-common';

/** Ids of the clusters whose data is old. */
export function staleClusters(sources: Freshness[]): ReadonlySet<string> {
  return new Set(
    sources
      .filter(({ stale }) => stale)
      .map(({ source }) => source.replace(/^proxmox:/, '')),
  );
}
