import { FreshnessLabel, Loadable } from '@orion/backstage-plugin-orion-react';

export interface AskedAtProps {
  page: Loadable<unknown>;
  /** Milliseconds after three of which the answer is old. */
  intervalMs: number;
}

/** When the routes shown were found: tables move on. */
export function AskedAt({ page, intervalMs }: AskedAtProps) {
  return page.status === 'ready' ? (
    <FreshnessLabel
      freshness={{
        source: 'bgp:routes',
        fetchedAt: page.observedAt.toISOString(),
        intervalMs,
        stale: false,
      }}
      onRetry={page.retry}
    />
  ) : null;
}
