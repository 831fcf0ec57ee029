import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { StatusChip } from '@orion/backstage-plugin-orion-react';
import { guestFilter, HostData } from '../../hooks/useHost';
import { Host } from '../../lib/host';
import { hostStatus } from '../../lib/hostStatus';
import { rootRouteRef } from '../../routes';
import { orionProxmoxTranslationRef } from '../../translation';

export interface HostHeadProps {
  host: Host;
  data: HostData;
  stale: boolean;
}

/** How the host is, in one line, and the way to its guests. */
export function HostHead({ host, data, stale }: HostHeadProps) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const guests = useRouteRef(rootRouteRef)?.();
  const { word, reason } = hostStatus(host, data);
  const filter = guestFilter(host.kind, host.cluster, host.name);
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}
    >
      <StatusChip word={word} stale={stale} />
      <Box
        component="span"
        // Below ten letters a line, the button takes a line of its own.
        sx={{ flex: '1 1 10ch', overflowWrap: 'anywhere' }}
      >
        {reason ? t(`host.reason.${reason}`) : t('host.well')}
      </Box>
      {guests && filter && (
        <Button
          variant="outlined"
          component={RouterLink}
          to={`${guests}?${new URLSearchParams({ q: filter })}`}
          sx={{ minHeight: { xs: 44, sm: 36 } }}
        >
          {t('host.showGuests')}
        </Button>
      )}
    </Box>
  );
}
