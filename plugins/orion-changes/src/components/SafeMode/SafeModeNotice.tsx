import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialBanner, TimeAgo } from '@orion/backstage-plugin-orion-react';
import { useSafeMode } from '../../hooks/useSafeMode';
import { safeModeRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

/** The one banner over the pages of changes while nothing may run. */
export function SafeModeNotice() {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const href = useRouteRef(safeModeRouteRef)?.() ?? '';
  const state = useSafeMode();
  if (!('data' in state) || !state.data.active) {
    return null;
  }
  return (
    <PartialBanner>
      {t('safeMode.notice')} <TimeAgo at={state.data.since!} />.{' '}
      <Link component={RouterLink} to={href} color="inherit" underline="always">
        {t('safeMode.open')}
      </Link>
    </PartialBanner>
  );
}
