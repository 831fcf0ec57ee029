import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ProxmoxClient } from '@orion/backstage-plugin-orion-proxmox-common';
import { withServerClock } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../api/proxmoxApiRef';

export const proxmoxApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: proxmoxApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ProxmoxClient(withServerClock(deps)),
    }),
});
