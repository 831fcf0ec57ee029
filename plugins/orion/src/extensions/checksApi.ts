import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ChecksClient } from '@orion/backstage-plugin-orion-common';
import { withServerClock } from '@orion/backstage-plugin-orion-react';
import { checksApiRef } from '../api/checksApiRef';

export const checksApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: checksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ChecksClient(withServerClock(deps)),
    }),
});
