import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import { EmptyState } from '@orion/backstage-plugin-orion-react';
import { useLastChange } from '../../hooks/useLastChange';
import { orionProxmoxTranslationRef } from '../../translation';
import { GuestActions } from './GuestActions';

/**
 * A guest that was here and no longer is. Removed in Proxmox, it still holds
 * what ORION gave it, and only a destroy through ORION gives that back.
 */
export function GoneGuest({ guest }: { guest: GuestDetail }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const last = useLastChange(guest.ref);
  const holds =
    guest.changeId !== undefined &&
    last.status === 'ready' &&
    last.data?.kind !== 'virtual-machine.destroy';
  return (
    <Box sx={{ display: 'grid', justifyItems: 'start', gap: 1 }}>
      <EmptyState
        variant="none"
        title={t('card.gone')}
        text={holds ? t('card.goneHolds') : undefined}
        action={
          holds ? <GuestActions guest={guest} stale={false} /> : undefined
        }
      />
    </Box>
  );
}
