import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ChangesClient } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  withServerClock,
} from '@orion/backstage-plugin-orion-react';

export const changesApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: changesApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ChangesClient(withServerClock(deps)),
    }),
});
