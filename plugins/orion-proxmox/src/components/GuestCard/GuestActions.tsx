import { useId, useState } from 'react';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { ActionMenu, useShortcut } from '@orion/backstage-plugin-orion-react';
import { useDestroyAction } from '../../hooks/useDestroyAction';
import { guestName } from '../../lib/guestName';
import { orionProxmoxTranslationRef } from '../../translation';

/** What can be done with a guest; each is a change. `.` opens it. */
export function GuestActions({
  guest,
  stale,
}: {
  guest: Guest;
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const destroy = useDestroyAction();
  useShortcut('.', t('actions.key'), () => setOpen(true));
  if (!destroy) {
    return null;
  }
  return (
    <>
      <Button
        ref={setButton}
        variant="outlined"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        aria-keyshortcuts="."
        onClick={() => setOpen(true)}
        sx={{ minHeight: { xs: 44, sm: 36 } }}
      >
        {t('actions.title')}
      </Button>
      <ActionMenu
        id={menuId}
        label={t('actions.of', { name: guestName(guest) })}
        anchor={open ? button : null}
        actions={[destroy(guest, stale)]}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
