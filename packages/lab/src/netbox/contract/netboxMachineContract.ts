// A suite that several test files run is exported on purpose.
/* eslint-disable jest/no-export */
import type { NetboxCaller } from './netboxClient';

const VMS = 'virtualization/virtual-machines/';
const INTERFACES = 'virtualization/interfaces/';
const ADDRESSES = 'ipam/ip-addresses/';
const ON_INTERFACE = { assigned_object_type: 'virtualization.vminterface' };

/** Machines, interfaces, primary addresses, custom fields and the change log. */
export function netboxMachineContract(caller: () => NetboxCaller): void {
  describe('machines', () => {
    let api: NetboxCaller;
    let made: string[];
    let cluster: number;

    beforeEach(async () => {
      api = caller();
      const type = await api.make('virtualization/cluster-types/', {
        name: 'orion-contract',
        slug: 'orion-contract',
      });
      made = [`virtualization/cluster-types/${type.id}/`];
      const created = await api.make('virtualization/clusters/', {
        name: 'orion-contract',
        type: { slug: 'orion-contract' },
      });
      cluster = created.id;
      made.push(`virtualization/clusters/${cluster}/`);
    });

    afterEach(() => api.sweep(made));

    const machine = async (name: string) => {
      const vm = await api.make(VMS, { name, cluster });
      made.push(`${VMS}${vm.id}/`);
      const nic = await api.make(INTERFACES, {
        virtual_machine: vm.id,
        name: 'eth0',
      });
      return { vm, nic };
    };

    const addressOn = async (address: string, nic?: { id: number }) => {
      const created = await api.make(ADDRESSES, {
        address,
        ...(nic && { ...ON_INTERFACE, assigned_object_id: nic.id }),
      });
      made.push(`${ADDRESSES}${created.id}/`);
      return created;
    };

    it('accepts only an own address as primary', async () => {
      const { vm, nic } = await machine('contract-1');
      const loose = await addressOn('198.19.1.1/24');
      const refused = await api.patch(`${VMS}${vm.id}/`, {
        primary_ip4: loose.id,
      });
      expect([refused.status, refused.body]).toEqual([
        400,
        {
          primary_ip4: [
            'The specified IP address (198.19.1.1/24) is not assigned to this VM.',
          ],
        },
      ]);
      await api.patch(`${ADDRESSES}${loose.id}/`, {
        ...ON_INTERFACE,
        assigned_object_id: nic.id,
      });
      const set = await api.patch(`${VMS}${vm.id}/`, { primary_ip4: loose.id });
      expect(set.body.primary_ip).toMatchObject({ address: '198.19.1.1/24' });
      const moved = await api.patch(`${ADDRESSES}${loose.id}/`, {
        assigned_object_type: null,
        assigned_object_id: null,
      });
      expect([moved.status, moved.body]).toEqual([
        400,
        {
          __all__: [
            'Cannot reassign IP address while it is designated as the primary IP for the parent object',
          ],
        },
      ]);
    });

    it('lists devices by name in any case, and gives them no foreign address', async () => {
      const make = async (path: string, body: object) => {
        const created = await api.make(path, body);
        made.push(`${path}${created.id}/`);
        return created;
      };
      const called = (name: string) => ({ name, slug: name });
      const role = await make('dcim/device-roles/', called('orion-contract'));
      const site = await make('dcim/sites/', called('orion-contract'));
      const maker = await make('dcim/manufacturers/', called('orion-contract'));
      const type = await make('dcim/device-types/', {
        manufacturer: maker.id,
        model: 'orion-contract',
        slug: 'orion-contract',
      });
      const device = await make('dcim/devices/', {
        name: 'contract-9',
        device_type: type.id,
        role: role.id,
        site: site.id,
      });
      const found = await api.get(
        'dcim/devices/?name=no-such&name=CONTRACT-9&fields=id,name,primary_ip4,oob_ip',
      );
      expect(found.body.results).toEqual([
        {
          id: device.id,
          name: 'contract-9',
          primary_ip4: null,
          oob_ip: null,
        },
      ]);
      const loose = await addressOn('198.19.9.1/24');
      const refused = await api.patch(`dcim/devices/${device.id}/`, {
        primary_ip4: loose.id,
      });
      expect([refused.status, refused.body]).toEqual([
        400,
        {
          primary_ip4: [
            'The specified IP address (198.19.9.1/24) is not assigned to this device.',
          ],
        },
      ]);
    });

    it('clears the primary address when it is deleted', async () => {
      const { vm, nic } = await machine('contract-2');
      const address = await addressOn('198.19.2.1/24', nic);
      await api.patch(`${VMS}${vm.id}/`, { primary_ip4: address.id });
      await api.call('DELETE', `${ADDRESSES}${address.id}/`);
      const shown = await api.get(`${VMS}${vm.id}/`);
      expect(shown.body.primary_ip4).toBeNull();
      expect(shown.body.interface_count).toBe(1);
    });

    it('deletes interfaces and their addresses with the machine', async () => {
      const { vm, nic } = await machine('contract-3');
      const address = await addressOn('198.19.3.1/24', nic);
      const gone = await api.call('DELETE', `${VMS}${vm.id}/`);
      expect(gone.status).toBe(204);
      expect((await api.get(`${INTERFACES}${nic.id}/`)).status).toBe(404);
      expect((await api.get(`${ADDRESSES}${address.id}/`)).status).toBe(404);
    });

    it('keeps names unique, per cluster and per machine', async () => {
      const { vm } = await machine('contract-4');
      const twin = await api.post(VMS, { name: 'CONTRACT-4', cluster });
      expect([twin.status, twin.body]).toEqual([
        400,
        { __all__: ['Virtual machine name must be unique per cluster.'] },
      ]);
      const nic = await api.post(INTERFACES, {
        virtual_machine: vm.id,
        name: 'eth0',
      });
      expect([nic.status, nic.body]).toEqual([
        400,
        {
          __all__: [
            'Interface with this Virtual machine and Name already exists.',
          ],
        },
      ]);
    });

    it('refuses to delete a cluster with machines', async () => {
      const { vm } = await machine('contract-5');
      const path = `virtualization/clusters/${cluster}/`;
      const { status, body } = await api.call('DELETE', path);
      expect([status, body]).toEqual([
        409,
        {
          detail: `Unable to delete object. 1 dependent objects were found: contract-5 (${vm.id})`,
        },
      ]);
    });

    it('finds machines by cluster, name and MAC', async () => {
      const { vm, nic } = await machine('contract-6');
      const mac = await api.make('dcim/mac-addresses/', {
        mac_address: 'bc:24:11:fe:dc:01',
        ...ON_INTERFACE,
        assigned_object_id: nic.id,
      });
      expect(mac.mac_address).toBe('BC:24:11:FE:DC:01');
      const ids = async (query: string) =>
        (await api.get(`${VMS}?${query}`)).body.results.map((r: any) => r.id);
      expect(await ids('cluster=orion-contract')).toEqual([vm.id]);
      expect(await ids(`cluster_id=${cluster}&name=CONTRACT-6`)).toEqual([
        vm.id,
      ]);
      expect(await ids('mac_address=bc:24:11:fe:dc:01')).toEqual([vm.id]);
      const unknown = await api.get(`${VMS}?cluster=no-such-cluster`);
      expect(unknown.status).toBe(400);
      const nics = await api.get(`${INTERFACES}?virtual_machine_id=${vm.id}`);
      expect(nics.body.results[0].mac_addresses).toHaveLength(1);
    });

    it('filters by a custom field and drops one it does not know', async () => {
      const known = await api.get('extras/custom-fields/?name=orion_change_id');
      if (known.body.count === 0) {
        const field = await api.make('extras/custom-fields/', {
          name: 'orion_change_id',
          type: 'text',
          filter_logic: 'exact',
          object_types: ['ipam.ipaddress', 'virtualization.virtualmachine'],
        });
        made.push(`extras/custom-fields/${field.id}/`);
      }
      const created = await api.make(ADDRESSES, {
        address: '198.19.7.1/24',
        custom_fields: { orion_change_id: 'contract-7', orion_no_such: 'x' },
      });
      made.push(`${ADDRESSES}${created.id}/`);
      expect(created.custom_fields.orion_change_id).toBe('contract-7');
      expect(created.custom_fields).not.toHaveProperty('orion_no_such');
      const found = await api.get(`${ADDRESSES}?cf_orion_change_id=contract-7`);
      expect(found.body.results.map((r: any) => r.id)).toEqual([created.id]);
      // The reason why a client must compare what it gets: this one filters nothing.
      const all = await api.get(`${ADDRESSES}?brief=1`);
      const ignored = await api.get(`${ADDRESSES}?brief=1&cf_orion_no_such=x`);
      expect(ignored.body.count).toBe(all.body.count);
    });

    it('records each write with its request and message', async () => {
      const { vm } = await machine('contract-8');
      const changed = await api.patch(`${VMS}${vm.id}/`, {
        status: 'offline',
        changelog_message: 'contract',
      });
      const request = changed.headers.get('x-request-id');
      const log = await api.get(
        `core/object-changes/?request_id=${request}&changed_object_id=${vm.id}`,
      );
      expect(log.body.count).toBe(1);
      expect(log.body.results[0]).toMatchObject({
        request_id: request,
        action: { value: 'update', label: 'Updated' },
        changed_object_type: 'virtualization.virtualmachine',
        message: 'contract',
        prechange_data: { status: 'active' },
        postchange_data: { status: 'offline' },
      });
    });
  });
}
