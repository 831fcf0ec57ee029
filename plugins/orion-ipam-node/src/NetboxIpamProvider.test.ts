import { NetboxIpamProvider } from './NetboxIpamProvider';
import {
  READ_TOKEN,
  startTestNetbox,
  type TestNetbox,
} from './__testUtils__/startTestNetbox';

describe('NetboxIpamProvider', () => {
  let lab: TestNetbox;

  beforeEach(async () => {
    lab = await startTestNetbox(800);
  });

  afterEach(() => lab.stop());

  const machine = {
    cluster: 'r730',
    name: 'web-1',
    changeId: 'c-1',
    vmid: 1001,
    status: 'active' as const,
    vcpus: 2,
    memoryMb: 4096,
    diskMb: 32000,
  };

  const servers = async () => (await lab.ipam.findPrefix('10.0.20.0/24'))!.id;

  const finish = async () => {
    const address = await lab.ipam.reserveAddress({
      prefixId: await servers(),
      changeId: 'c-1',
      description: 'web-1',
    });
    const vm = await lab.ipam.upsertVirtualMachine(machine);
    const nic = await lab.ipam.upsertInterface({
      virtualMachineId: vm.id,
      name: 'eth0',
      mac: 'bc:24:11:00:03:e9',
    });
    await lab.ipam.assignAddress({
      addressId: address.id,
      interfaceId: nic.id,
      dnsName: 'Web-1.lab.example',
    });
    const primary = await lab.ipam.setPrimaryIp({
      virtualMachineId: vm.id,
      addressId: address.id,
    });
    return { address, vm, nic, primary };
  };

  it('tells how NetBox is doing, also when it is away', async () => {
    expect(await lab.ipam.status()).toEqual({
      reachable: true,
      version: '4.4.10',
      workers: 1,
    });
    await lab.fault('down');
    expect(await lab.ipam.status()).toMatchObject({
      reachable: false,
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('finds prefixes and counts what is free in leaves', async () => {
    const prefix = await lab.ipam.findPrefix('10.0.0.0/16');
    expect(prefix).toMatchObject({ status: 'container', isLeaf: false });
    expect(await lab.ipam.findPrefix(prefix!.id)).toEqual(prefix);
    expect(await lab.ipam.findPrefix('198.18.0.0/24')).toBeUndefined();
    expect(await lab.ipam.findPrefix(9999)).toBeUndefined();
    const leaves = await lab.ipam.listLeafPrefixes({ cluster: 'r730' });
    expect(
      leaves.map(p => [p.prefix, p.vlan?.vid, p.free, p.freeIsMinimum]),
    ).toEqual([
      ['10.0.10.0/24', 10, 252, false],
      ['10.0.20.0/24', 20, 251, false],
      ['10.0.30.0/24', 30, 249, false],
    ]);
    const [k3s, ...more] = await lab.ipam.listLeafPrefixes({
      vlanVid: 30,
      countCap: 16,
    });
    expect(more).toEqual([]);
    expect(k3s).toMatchObject({ free: 16, freeIsMinimum: true, role: 'k3s' });
    await expect(
      lab.ipam.listLeafPrefixes({ cluster: 'nowhere' }),
    ).rejects.toThrow('no cluster nowhere');
  });

  it('says how to make a missing custom field', async () => {
    expect(await lab.ipam.ensureCustomField()).toEqual({
      ok: true,
      missing: [],
    });
    const change = (data: object) =>
      lab.act('update', { model: 'extras.customfield', id: 1, data });
    await change({ object_types: ['ipam.ipaddress'] });
    expect(await lab.ipam.ensureCustomField()).toEqual({
      ok: false,
      missing: ['virtualization.virtualmachine'],
      message:
        "Add the object types virtualization.virtualmachine to NetBox's custom field orion_change_id.",
    });
    await lab.act('delete', { model: 'extras.customfield', id: 1 });
    expect((await lab.ipam.ensureCustomField()).message).toContain(
      'Customization > Custom Fields',
    );
  });

  it('writes a machine back, twice with the same result', async () => {
    const first = await finish();
    const writes = (await lab.requests('POST')).length;
    const patches = (await lab.requests('PATCH')).length;
    const second = await finish();
    expect(second).toEqual({
      ...first,
      address: second.address,
      vm: second.vm,
    });
    expect((await lab.requests('POST')).length).toBe(writes);
    expect((await lab.requests('PATCH')).length).toBe(patches);
    const { addresses, virtualMachines } = await lab.ipam.findByChange('c-1');
    expect(addresses).toMatchObject([
      {
        status: 'active',
        interfaceId: first.nic.id,
        virtualMachineId: first.vm.id,
        dnsName: 'web-1.lab.example',
      },
    ]);
    expect(virtualMachines).toMatchObject([
      {
        name: 'web-1',
        vmid: 1001,
        memoryMb: 4096,
        primaryIp4Id: first.address.id,
      },
    ]);
    expect(first.nic.mac).toBe('BC:24:11:00:03:E9');
  });

  it('survives a lost answer at every single write', async () => {
    await lab.fault('lostAnswer', { method: 'POST', times: 4 });
    const first = await finish();
    await lab.clear('lostAnswer');
    await lab.fault('lostAnswer', { method: 'PATCH', times: 4 });
    const second = await finish();
    expect(second.vm.id).toBe(first.vm.id);
    expect(second.nic.id).toBe(first.nic.id);
    const { addresses, virtualMachines } = await lab.ipam.findByChange('c-1');
    expect(addresses).toHaveLength(1);
    expect(virtualMachines).toHaveLength(1);
    // Address, machine, interface and MAC: each was posted once.
    expect(await lab.requests('POST')).toHaveLength(4);
  });

  it('changes a machine of another change only on request', async () => {
    await lab.ipam.upsertVirtualMachine(machine);
    const resize = { ...machine, changeId: 'c-2', memoryMb: 8192 };
    await expect(lab.ipam.upsertVirtualMachine(resize)).rejects.toThrow(
      'made by change c-1',
    );
    const resized = await lab.ipam.upsertVirtualMachine({
      ...resize,
      takeOver: true,
    });
    expect(resized).toMatchObject({ memoryMb: 8192, changeId: 'c-2' });
    await expect(
      lab.ipam.upsertVirtualMachine({ ...machine, cluster: 'nowhere' }),
    ).rejects.toThrow('no cluster nowhere');
  });

  it('refuses an address that sits elsewhere', async () => {
    const { vm } = await finish();
    const other = await lab.ipam.upsertInterface({
      virtualMachineId: vm.id,
      name: 'eth1',
    });
    const { addresses } = await lab.ipam.findByChange('c-1');
    await expect(
      lab.ipam.assignAddress({
        addressId: addresses[0].id,
        interfaceId: other.id,
      }),
    ).rejects.toThrow('assigned to another interface');
    await expect(
      lab.ipam.setPrimaryIp({ virtualMachineId: vm.id, addressId: 1 }),
    ).rejects.toMatchObject({
      status: 400,
      detail: expect.stringContaining('is not assigned to this VM'),
    });
  });

  it('takes everything away again, twice, with lost answers', async () => {
    const { vm, address } = await finish();
    await lab.fault('lostAnswer', { method: 'DELETE', times: 2 });
    for (let i = 0; i < 2; i++) {
      await lab.ipam.clearPrimaryIp({ virtualMachineId: vm.id });
      await lab.ipam.releaseAddress({ addressId: address.id, changeId: 'c-1' });
      await lab.ipam.deleteVirtualMachine({ virtualMachineId: vm.id });
    }
    expect(await lab.ipam.findByChange('c-1')).toEqual({
      addresses: [],
      virtualMachines: [],
    });
    expect(await lab.requests('DELETE')).toHaveLength(2);
  });

  it("deletes nothing of another change's", async () => {
    const { vm, address } = await finish();
    await expect(
      lab.ipam.releaseAddress({ addressId: address.id, changeId: 'c-2' }),
    ).rejects.toThrow('belongs to change c-1');
    await expect(
      lab.ipam.deleteVirtualMachine({
        virtualMachineId: vm.id,
        changeId: 'c-2',
      }),
    ).rejects.toThrow('made by change c-1');
    expect((await lab.ipam.findByChange('c-1')).addresses).toHaveLength(1);
  });

  it('only reads without a write token', async () => {
    const reader = NetboxIpamProvider.create({
      url: lab.netbox.url,
      readToken: READ_TOKEN,
      timeoutMs: 500,
      addressRestMs: 0,
    });
    expect(await reader.findPrefix('10.0.20.0/24')).toBeDefined();
    await expect(reader.upsertVirtualMachine(machine)).rejects.toThrow(
      'orion.netbox.writeToken is not set',
    );
  });
});
