import { useId, useState } from 'react';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnPrefix } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionMenu } from '@orion/backstage-plugin-orion-react';
import { usePrefixActions } from '../../hooks/usePrefixActions';
import { orionBgpTranslationRef } from '../../translation';

/** What can be done with an own prefix; each is a change. */
export function PrefixActions({
  item,
  routers,
  stale,
}: {
  item: OwnPrefix;
  routers: string[];
  stale: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const actions = usePrefixActions(item, routers, stale);
  if (!actions) {
    return null;
  }
  const label = t('actions.of', { name: item.prefix });
  return (
    <>
      <Button
        ref={setButton}
        size="small"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        onClick={() => setOpen(true)}
        sx={{ minHeight: { xs: 44, sm: 28 }, paddingBlock: 0 }}
      >
        {t('actions.title')}
      </Button>
      <ActionMenu
        id={menuId}
        label={label}
        anchor={open ? button : null}
        actions={actions}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
