// A suite that several test files run is exported on purpose.
/* eslint-disable jest/no-export */
import type { NetboxCaller } from './netboxClient';

const SESSIONS = 'plugins/bgp/session/';

/** How a NetBox shows whether it has the plugin netbox-bgp. */
export function netboxBgpPresenceContract(
  caller: () => NetboxCaller,
  installed: boolean,
): void {
  describe('whether the plugin netbox-bgp is there', () => {
    it('shows in status, and as a plain 404 where it is not', async () => {
      const api = caller();
      const { body } = await api.get('status/');
      expect('netbox_bgp' in body.plugins).toBe(installed);
      const answer = await fetch(`${api.url}/api/${SESSIONS}`, {
        headers: api.headers,
      });
      expect(answer.status).toBe(installed ? 200 : 404);
      await answer.body?.cancel();
    });
  });
}

/** Sessions as the plugin netbox-bgp records them. */
export function netboxBgpContract(caller: () => NetboxCaller): void {
  describe('the plugin netbox-bgp', () => {
    let api: NetboxCaller;
    let made: string[];

    beforeEach(async () => {
      api = caller();
      made = [];
    });

    afterEach(() => api.sweep(made));

    const make = async (path: string, body: object) => {
      const created = await api.make(path, body);
      made.push(`${path}${created.id}/`);
      return created;
    };

    const ends = async () => {
      const slug = 'orion-contract-bgp';
      const rir = await make('ipam/rirs/', { name: slug, slug });
      const asn = (number: number) =>
        make('ipam/asns/', { asn: number, rir: rir.id });
      const address = (text: string) =>
        make('ipam/ip-addresses/', { address: text });
      return {
        local_as: await asn(4200000101),
        remote_as: await asn(4200000102),
        local_address: await address('198.19.101.1/30'),
        remote_address: await address('198.19.101.2/30'),
      };
    };

    it('keeps both ends as nested addresses with mask and nested systems', async () => {
      const { local_as, remote_as, local_address, remote_address } =
        await ends();
      const session = await make(SESSIONS, {
        name: 'orion-contract',
        local_as: local_as.id,
        remote_as: remote_as.id,
        local_address: local_address.id,
        remote_address: remote_address.id,
        status: 'planned',
      });
      const { body } = await api.get(`${SESSIONS}${session.id}/`);
      expect(body).toMatchObject({
        id: session.id,
        name: 'orion-contract',
        description: '',
        status: { value: 'planned', label: 'Planned' },
        device: null,
        virtualmachine: null,
        local_address: { id: local_address.id, address: '198.19.101.1/30' },
        remote_address: { id: remote_address.id, address: '198.19.101.2/30' },
        local_as: { id: local_as.id, asn: 4200000101 },
        remote_as: { id: remote_as.id, asn: 4200000102 },
        peer_group: null,
        import_policies: [],
        export_policies: [],
      });
      expect(body.url).toMatch(
        new RegExp(`/api/plugins/bgp/bgpsession/${session.id}/$`),
      );
      expect(Object.keys(body)).not.toContain('display_url');
      const follow = await api.get(`plugins/bgp/bgpsession/${session.id}/`);
      expect(follow.body.id).toBe(session.id);
    });

    it('filters by status and system, thins out, and pages in the order of ids', async () => {
      const { local_as, remote_as, local_address, remote_address } =
        await ends();
      const body = (name: string, remote: { id: number }, status: string) => ({
        name,
        status,
        local_as: local_as.id,
        remote_as: remote_as.id,
        local_address: local_address.id,
        remote_address: remote.id,
      });
      const other = await make('ipam/ip-addresses/', {
        address: '198.19.101.5/30',
      });
      const a = await make(
        SESSIONS,
        body('orion-contract-a', remote_address, 'active'),
      );
      const b = await make(SESSIONS, body('orion-contract-b', other, 'failed'));
      const of = `${SESSIONS}?remote_as=4200000102&ordering=id`;
      const first = await api.get(`${of}&limit=1&fields=id,name,status`);
      expect(first.body.count).toBe(2);
      expect(first.body.results).toEqual([
        {
          id: a.id,
          name: 'orion-contract-a',
          status: { value: 'active', label: 'Active' },
        },
      ]);
      expect(first.body.next).toEqual(expect.stringContaining('offset=1'));
      const failed = await api.get(`${of}&status=failed&fields=id`);
      expect(failed.body.results).toEqual([{ id: b.id }]);
      const wrong = await api.get(`${SESSIONS}?status=up`);
      expect(wrong.status).toBe(400);
      const nobody = await api.get(`${SESSIONS}?remote_as=4200000199`);
      expect([nobody.status, nobody.body]).toEqual([
        400,
        {
          remote_as: [
            'Select a valid choice. 4200000199 is not one of the available choices.',
          ],
        },
      ]);
    });

    it('refuses a session without ends, and an unknown status', async () => {
      const { status, body } = await api.post(SESSIONS, {
        name: 'orion-contract',
        status: 'up',
      });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        status: ['up is not a valid choice.'],
        local_address: ['This field is required.'],
        remote_address: ['This field is required.'],
        local_as: ['This field is required.'],
        remote_as: ['This field is required.'],
      });
    });

    it('has one session of a machine between two addresses and two systems', async () => {
      const slug = 'orion-contract-bgp';
      const site = await make('dcim/sites/', { name: slug, slug });
      const vm = await make('virtualization/virtual-machines/', {
        name: slug,
        site: site.id,
      });
      const found = await ends();
      const body = {
        virtualmachine: { name: slug },
        local_as: { asn: found.local_as.asn },
        remote_as: { asn: found.remote_as.asn },
        local_address: { address: found.local_address.address },
        remote_address: { address: found.remote_address.address },
      };
      const session = await make(SESSIONS, body);
      expect(session).toMatchObject({
        virtualmachine: { id: vm.id, name: slug },
        name: null,
        status: { value: 'active' },
      });
      const twin = await api.post(SESSIONS, body);
      expect([twin.status, twin.body]).toEqual([
        400,
        {
          __all__: [
            'Bgp session with this Virtualmachine, Local address, Local as, Remote address and Remote as already exists.',
          ],
        },
      ]);
    });

    it('keeps an address and a system that a session needs', async () => {
      const found = await ends();
      await make(SESSIONS, {
        local_as: found.local_as.id,
        remote_as: found.remote_as.id,
        local_address: found.local_address.id,
        remote_address: found.remote_address.id,
      });
      const address = await api.call(
        'DELETE',
        `ipam/ip-addresses/${found.remote_address.id}/`,
      );
      expect(address.status).toBe(409);
      const asn = await api.call('DELETE', `ipam/asns/${found.remote_as.id}/`);
      expect(asn.status).toBe(409);
    });
  });
}
