import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { BgpApi } from '@orion/backstage-plugin-orion-bgp-common';
import { serverNow } from '@orion/backstage-plugin-orion-react';
import { bgpApi } from './bgpApi';

describe('bgpApi', () => {
  it('tells ages by the clock of the server it asks', async () => {
    const { factory } = createExtensionTester(bgpApi).get(
      ApiBlueprint.dataRefs.factory,
    );
    const date = new Date(Date.now() - 600_000).toUTCString();
    const fetch = async () =>
      new Response('{"items":[]}', {
        headers: { date, 'content-type': 'application/json' },
      });
    const api = factory({
      discoveryApi: { getBaseUrl: async () => 'http://orion/api/orion-bgp' },
      fetchApi: { fetch },
    }) as BgpApi;
    expect(await api.listRouters()).toEqual({ items: [] });
    expect(serverNow()).toBeLessThan(Date.now() - 590_000);
  });
});
