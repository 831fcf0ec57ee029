import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { changeSubmitPermission } from '@orion/backstage-plugin-orion-changes-common';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { filledForm, MenuAction } from '@orion/backstage-plugin-orion-react';
import { destroyRefusal } from '../lib/destroyRefusal';
import { guestName } from '../lib/guestName';
import { templateRouteRef } from '../routes';
import { orionProxmoxTranslationRef } from '../translation';

/**
 * The way into the destroy template, filled in for a guest, or why there is
 * none. Absent where the portal has no templates.
 */
export function useDestroyAction():
  | ((guest: Guest, stale: boolean) => MenuAction)
  | undefined {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const navigate = useNavigate();
  const { allowed, loading } = usePermission({
    permission: changeSubmitPermission,
  });
  const denied = !allowed && !loading;
  const template = useRouteRef(templateRouteRef)?.({
    namespace: 'default',
    templateName: 'virtual-machine-destroy',
  });
  const action = useCallback(
    (guest: Guest, stale: boolean): MenuAction => {
      const refusal = destroyRefusal(guest, stale, denied);
      return {
        id: 'destroy',
        label: t('actions.destroy', { name: guestName(guest) }),
        hint: refusal ? t(`actions.${refusal}`) : t('actions.destroyHint'),
        off: refusal !== undefined,
        danger: true,
        run: () => {
          const { cluster, vmid } = guest;
          // The name stays empty: whoever destroys types it.
          navigate(filledForm(template!, { cluster, vmid, name: '' }));
        },
      };
    },
    [t, navigate, template, denied],
  );
  return template ? action : undefined;
}
