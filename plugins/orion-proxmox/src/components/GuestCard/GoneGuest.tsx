import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import { EmptyState } from '@orion/backstage-plugin-orion-react';
import { useDestroyAction } from '../../hooks/useDestroyAction';
import { useLastChange } from '../../hooks/useLastChange';
import { orionProxmoxTranslationRef } from '../../translation';

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
  const destroy = useDestroyAction()?.(guest, false);
  if (!holds) {
    return <EmptyState variant="none" title={t('card.gone')} />;
  }
  return (
    <EmptyState
      variant="none"
      title={t('card.gone')}
      text={[t('card.goneHolds'), destroy?.off && destroy.hint]
        .filter(Boolean)
        .join(' ')}
      action={
        destroy &&
        !destroy.off && (
          <Button variant="outlined" color="error" onClick={destroy.run}>
            {destroy.label}
          </Button>
        )
      }
    />
  );
}
