import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CheckResult } from '@orion/backstage-plugin-orion-common';
import {
  Loadable,
  LoadError,
  LoadingBlock,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { orionTranslationRef } from '../../translation';
import { CheckTile } from './CheckTile';

/** The seven checks in their order. */
export function CheckTiles({ checks }: { checks: Loadable<CheckResult[]> }) {
  const { t } = useTranslationRef(orionTranslationRef);
  if (checks.status === 'loading') {
    return <LoadingBlock of={t('checks.what')} heights={[128, 128]} />;
  }
  if (checks.status === 'error') {
    return (
      <LoadError
        error={checks.error}
        retry={checks.retry}
        of={t('checks.what')}
        list
      />
    );
  }
  const stale = checks.status === 'stale';
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      {stale && <StaleNote at={checks.observedAt} retry={checks.retry} />}
      <Box
        component="ul"
        aria-label={t('checks.title')}
        sx={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          display: 'grid',
          gap: 1,
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            sm: 'repeat(auto-fit, minmax(215px, 1fr))',
          },
        }}
      >
        {checks.data.map(check => (
          <CheckTile key={check.id} check={check} stale={stale} />
        ))}
      </Box>
    </Box>
  );
}
