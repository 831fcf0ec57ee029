import { useCallback } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { entityRouteRef } from '../routes';

/** The catalog page of a guest. */
export function useGuestHref(): (guest: Pick<Guest, 'entityRef'>) => string {
  const link = useRouteRef(entityRouteRef);
  return useCallback(
    ({ entityRef }) => {
      const { namespace, kind, name } = parseEntityRef(entityRef);
      return link?.({ namespace, kind: kind.toLowerCase(), name }) ?? '';
    },
    [link],
  );
}
