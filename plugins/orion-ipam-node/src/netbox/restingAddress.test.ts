import {
  startTestNetbox,
  type TestNetbox,
} from '../__testUtils__/startTestNetbox';

const REST_MS = 60_000;

describe('resting addresses', () => {
  let lab: TestNetbox;
  let prefixId: number;

  beforeEach(async () => {
    lab = await startTestNetbox(500, REST_MS);
    prefixId = (await lab.ipam.findPrefix('10.0.20.0/24'))!.id;
  });

  afterEach(async () => {
    jest.useRealTimers();
    await lab.stop();
  });

  const reserve = (changeId: string) =>
    lab.ipam.reserveAddress({ prefixId, changeId, description: changeId });

  const rest = (addressId: number, changeId: string) =>
    lab.ipam.releaseAddress({ addressId, changeId, rest: true });

  /** The address in use on the interface of a machine. */
  async function inUse(changeId: string) {
    const address = await reserve(changeId);
    const machine = await lab.ipam.upsertVirtualMachine({
      cluster: 'r730',
      name: `web-${changeId}`,
      changeId,
    });
    const { id: interfaceId } = await lab.ipam.upsertInterface({
      virtualMachineId: machine.id,
      name: 'eth0',
    });
    await lab.ipam.assignAddress({
      addressId: address.id,
      interfaceId,
      dnsName: 'web.lab.example',
    });
    return { ...address, machineId: machine.id };
  }

  /** Only the clock is moved: sockets and pauses go on. */
  const later = (ms: number) =>
    jest.useFakeTimers({
      now: Date.now() + ms,
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });

  it('keeps an address in NetBox that belongs to nobody and goes to nobody', async () => {
    const first = await inUse('7');
    await rest(first.id, '7');
    expect(await lab.read(`ipam/ip-addresses/${first.id}/`)).toMatchObject({
      status: { value: 'deprecated' },
      assigned_object_id: null,
      dns_name: '',
      description: expect.stringMatching(
        /^Freed by ORION change 7, rests until 20\d\d-/,
      ),
    });
    await lab.ipam.deleteVirtualMachine({
      virtualMachineId: first.machineId,
      changeId: '7',
    });
    expect((await lab.ipam.findByChange('7')).addresses).toEqual([]);
    expect((await reserve('8')).address).not.toBe(first.address);
    expect(await lab.ipam.sweepRestingAddresses()).toEqual({
      freed: [],
      resting: 1,
    });
  });

  it('frees it when the rest is over, for the next order', async () => {
    const first = await inUse('7');
    await rest(first.id, '7');
    later(REST_MS + 1_000);
    expect(await lab.ipam.sweepRestingAddresses()).toEqual({
      freed: [first.address],
      resting: 0,
    });
    expect((await reserve('9')).address).toBe(first.address);
  });

  it('rests once: doing it again neither fails nor makes it longer', async () => {
    const first = await inUse('7');
    await rest(first.id, '7');
    const before = await lab.read(`ipam/ip-addresses/${first.id}/`);
    later(REST_MS / 2);
    await rest(first.id, '7');
    expect(await lab.read(`ipam/ip-addresses/${first.id}/`)).toEqual(before);
    await expect(rest(first.id, '8')).rejects.toThrow('belongs to change');
    later(REST_MS);
    await lab.ipam.sweepRestingAddresses();
    await rest(first.id, '7');
  });

  it('survives a lost answer', async () => {
    const first = await inUse('7');
    await lab.fault('lostAnswer', { method: 'PATCH', times: 1 });
    await rest(first.id, '7');
    expect((await lab.ipam.sweepRestingAddresses()).resting).toBe(1);
    await lab.fault('lostAnswer', { method: 'DELETE', times: 1 });
    later(REST_MS + 1_000);
    expect((await lab.ipam.sweepRestingAddresses()).freed).toHaveLength(1);
    expect((await lab.ipam.sweepRestingAddresses()).freed).toEqual([]);
  });

  it('leaves alone what somebody took over, and deprecated addresses of others', async () => {
    const first = await inUse('7');
    await rest(first.id, '7');
    await lab.act('update', {
      model: 'ipam.ipaddress',
      id: first.id,
      data: { status: 'active' },
    });
    const foreign = await reserve('8');
    await lab.act('update', {
      model: 'ipam.ipaddress',
      id: foreign.id,
      data: { status: 'deprecated' },
    });
    later(REST_MS + 1_000);
    expect(await lab.ipam.sweepRestingAddresses()).toEqual({
      freed: [],
      resting: 0,
    });
  });

  it('frees at once what was never used, and everything without a rest', async () => {
    const reserved = await reserve('7');
    await lab.ipam.releaseAddress({ addressId: reserved.id, changeId: '7' });
    expect((await reserve('8')).address).toBe(reserved.address);
    await lab.stop();
    lab = await startTestNetbox(500, 0);
    const first = await reserve('9');
    await rest(first.id, '9');
    expect((await reserve('10')).address).toBe(first.address);
  });
});
