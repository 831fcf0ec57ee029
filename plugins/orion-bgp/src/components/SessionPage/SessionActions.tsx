import { useId, useState } from 'react';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionMenu, useShortcut } from '@orion/backstage-plugin-orion-react';
import { useSessionActions } from '../../hooks/useSessionActions';
import { orionBgpTranslationRef } from '../../translation';

/** What can be done with a session; each is a change. `.` opens it. */
export function SessionActions({
  session,
  stale,
}: {
  session: SessionDetail;
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const actions = useSessionActions(session, stale);
  useShortcut('.', t('actions.key'), () => setOpen(true));
  if (!actions) {
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
        label={t('actions.of', { name: session.name })}
        anchor={open ? button : null}
        actions={actions}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
