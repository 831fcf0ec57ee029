import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FreshnessLabel, Loadable } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

export interface AskedAtProps {
  page: Loadable<unknown>;
  /** Milliseconds after three of which the answer is old. */
  intervalMs: number;
}

/** When the routes shown were found: tables move on. */
export function AskedAt({ page, intervalMs }: AskedAtProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  if (page.status !== 'ready') {
    return null;
  }
  if (page.pending) {
    return (
      <Box
        component="span"
        role="status"
        sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}
      >
        {t('routes.searching')}
      </Box>
    );
  }
  return (
    <FreshnessLabel
      freshness={{
        source: 'bgp:routes',
        fetchedAt: page.observedAt.toISOString(),
        intervalMs,
        stale: false,
      }}
      onRetry={page.retry}
    />
  );
}
