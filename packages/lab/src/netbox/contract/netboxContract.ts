// A suite that several test files run is exported on purpose.
/* eslint-disable jest/no-export */
import { NetboxCaller, type NetboxTarget } from './netboxClient';
import { netboxAllocationContract } from './netboxAllocationContract';
import {
  netboxBgpContract,
  netboxBgpPresenceContract,
} from './netboxBgpContract';
import { netboxMachineContract } from './netboxMachineContract';

/**
 * What ORION relies on in a NetBox 4.4, as Jest tests, with or without the
 * plugin netbox-bgp. They make their own
 * objects in 198.18.0.0/15 (benchmark space) and delete them again.
 */
export function netboxContract(
  connect: () => Promise<NetboxTarget>,
  { bgpPlugin }: { bgpPlugin: boolean },
): void {
  let api: NetboxCaller;
  beforeAll(async () => {
    api = new NetboxCaller(await connect());
  });

  describe('protocol', () => {
    it('names its version in status and headers', async () => {
      const { status, body, headers } = await api.get('status/');
      expect(status).toBe(200);
      expect(body['netbox-version']).toMatch(/^4\./);
      expect(headers.get('api-version')).toMatch(/^4\./);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('answers a missing and a wrong token with 403', async () => {
      const none = await api.call('GET', 'ipam/prefixes/', undefined, {});
      expect([none.status, none.body]).toEqual([
        403,
        { detail: 'Authentication credentials were not provided.' },
      ]);
      const authorization = `Token ${'0'.repeat(40)}`;
      const wrong = await api.call('GET', 'ipam/prefixes/', undefined, {
        authorization,
      });
      expect([wrong.status, wrong.body]).toEqual([
        403,
        { detail: 'Invalid token' },
      ]);
    });

    it('names the model in a 404', async () => {
      const { status, body } = await api.get('ipam/ip-addresses/99999999/');
      expect(status).toBe(404);
      expect(body).toEqual({
        detail: 'No IPAddress matches the given query.',
      });
    });

    it('ignores an unknown filter and refuses an unknown choice', async () => {
      const all = await api.get('ipam/prefixes/?brief=1');
      const same = await api.get('ipam/prefixes/?brief=1&no_such_filter=1');
      expect(same.body.count).toBe(all.body.count);
      const wrong = await api.get('ipam/prefixes/?status=nope');
      expect([wrong.status, wrong.body]).toEqual([
        400,
        {
          status: [
            'Select a valid choice. nope is not one of the available choices.',
          ],
        },
      ]);
    });

    it('reports every wrong field at once', async () => {
      const { status, body } = await api.post('ipam/ip-addresses/', {
        address: '198.18.0.1/24',
        vrf: 99999999,
        status: 'nope',
      });
      expect(status).toBe(400);
      expect(body).toEqual({
        vrf: [
          'Related object not found using the provided numeric ID: 99999999',
        ],
        status: ['nope is not a valid choice.'],
      });
    });

    it('pages, thins out and orders lists', async () => {
      const tags = ['a', 'b', 'c'].map(letter => ({
        name: `orion-contract-${letter}`,
        slug: `orion-contract-${letter}`,
      }));
      const made = await api.make('extras/tags/', tags);
      try {
        const path = 'extras/tags/?name__isw=orion-contract&ordering=-name';
        const first = await api.get(`${path}&limit=2&fields=id,name`);
        expect(first.body.count).toBe(3);
        expect(first.body.results).toEqual([
          { id: made[2].id, name: 'orion-contract-c' },
          { id: made[1].id, name: 'orion-contract-b' },
        ]);
        expect(first.body.previous).toBeNull();
        const next = new URL(first.body.next);
        expect(next.searchParams.get('offset')).toBe('2');
        const rest = await api.get(`extras/tags/${next.search}`);
        expect(rest.body.results).toHaveLength(1);
        expect(rest.body.next).toBeNull();
        expect(rest.body.previous).not.toBeNull();
      } finally {
        await api.sweep(made.map((t: any) => `extras/tags/${t.id}/`));
      }
    });
  });

  netboxAllocationContract(() => api);
  netboxMachineContract(() => api);
  netboxBgpPresenceContract(() => api, bgpPlugin);
  if (bgpPlugin) {
    netboxBgpContract(() => api);
  }
}
