import { useNavigate } from 'react-router-dom';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { useDestroyAction } from '../../hooks/useDestroyAction';
import { useGuestHref } from '../../hooks/useGuestHref';
import { guestName } from '../../lib/guestName';
import { changeRouteRef } from '../../routes';
import { orionProxmoxTranslationRef } from '../../translation';

/** What the "..." of a guest's row offers, also when the catalog has no page for it. */
export function useGuestMenu(): (guest: Guest, stale: boolean) => MenuAction[] {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const navigate = useNavigate();
  const href = useGuestHref();
  const change = useRouteRef(changeRouteRef);
  const destroy = useDestroyAction();
  return (guest, stale) => {
    const { changeId } = guest;
    return [
      {
        id: 'open',
        label: t('actions.open', { name: guestName(guest) }),
        run: () => navigate(href(guest)),
      },
      ...(changeId === undefined || !change
        ? []
        : [
            {
              id: 'change',
              label: t('actions.openChange'),
              hint: t('actions.openChangeHint', { id: String(changeId) }),
              run: () => navigate(change({ changeId: String(changeId) })),
            },
          ]),
      ...(destroy ? [destroy(guest, stale)] : []),
    ];
  };
}
