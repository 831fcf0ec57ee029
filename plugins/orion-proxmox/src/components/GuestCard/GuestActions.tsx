import { useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import Button from '@mui/material/Button';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { useShortcut } from '@orion/backstage-plugin-orion-react';
import { destroyRefusal } from '../../lib/destroyRefusal';
import { templateRouteRef } from '../../routes';
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
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const template = useRouteRef(templateRouteRef)?.({
    namespace: 'default',
    templateName: 'virtual-machine-destroy',
  });
  const refusal = destroyRefusal(guest, stale);
  useShortcut('.', t('actions.key'), () => setOpen(true));
  if (!template) {
    return null;
  }
  return (
    <>
      <Button
        ref={button}
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
      <Menu
        id={menuId}
        anchorEl={button.current}
        open={open}
        onClose={() => setOpen(false)}
      >
        <MenuItem
          aria-disabled={Boolean(refusal)}
          onClick={() =>
            !refusal && navigate(`${template}?formData=${formData()}`)
          }
          sx={refusal ? { cursor: 'default' } : undefined}
        >
          <ListItemText
            primary={t('actions.destroy')}
            secondary={
              refusal ? t(`actions.${refusal}`) : t('actions.destroyHint')
            }
            primaryTypographyProps={
              refusal ? { color: 'text.disabled' } : { color: 'error' }
            }
            secondaryTypographyProps={{ whiteSpace: 'normal' }}
          />
        </MenuItem>
      </Menu>
    </>
  );

  /** The name stays empty: whoever destroys types it. */
  function formData() {
    const { cluster, vmid } = guest;
    return encodeURIComponent(JSON.stringify({ cluster, vmid, name: '' }));
  }
}
