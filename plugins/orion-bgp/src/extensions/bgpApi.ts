import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { BgpClient } from '@orion/backstage-plugin-orion-bgp-common';
import { withServerClock } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';

export const bgpApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: bgpApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new BgpClient(withServerClock(deps)),
    }),
});
