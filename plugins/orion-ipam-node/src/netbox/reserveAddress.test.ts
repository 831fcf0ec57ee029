import {
  startTestNetbox,
  type TestNetbox,
} from '../__testUtils__/startTestNetbox';

describe('reserveAddress', () => {
  let lab: TestNetbox;
  let servers: number;

  beforeEach(async () => {
    lab = await startTestNetbox(500);
    servers = (await lab.ipam.findPrefix('10.0.20.0/24'))!.id;
  });

  afterEach(() => lab.stop());

  const reserve = (
    changeId: string,
    prefixId = servers,
    signal?: AbortSignal,
  ) =>
    lab.ipam.reserveAddress(
      {
        prefixId,
        changeId,
        dnsName: 'web-1.lab.example',
        description: 'web-1',
      },
      { signal },
    );

  const allocations = async () =>
    (await lab.requests('POST')).filter(p => p.endsWith('/available-ips/'));

  const held = async (changeId: string) =>
    (await lab.ipam.findByChange(changeId)).addresses.map(a => a.address);

  it('reserves one address and finds it again', async () => {
    const first = await reserve('c-1');
    expect(first).toMatchObject({
      host: '10.0.20.2',
      prefixLength: 24,
      status: 'reserved',
      dnsName: 'web-1.lab.example',
      changeId: 'c-1',
    });
    expect(await reserve('c-1')).toEqual(first);
    expect(await allocations()).toHaveLength(1);
  });

  it('finds what a lost answer had reserved', async () => {
    await lab.fault('lostAnswer', {
      method: 'POST',
      path: '/available-ips/',
      times: 1,
    });
    const address = await reserve('c-2');
    expect(await held('c-2')).toEqual([address.address]);
    expect(await allocations()).toHaveLength(1);
  });

  it('waits for NetBox to come back before it decides', async () => {
    await lab.fault('lostAnswer', {
      method: 'POST',
      path: '/available-ips/',
      times: 1,
    });
    const pending = reserve('c-3');
    while ((await allocations()).length === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await lab.fault('down');
    await new Promise(resolve => setTimeout(resolve, 700));
    await lab.clear('down');
    const address = await pending;
    expect(await held('c-3')).toEqual([address.address]);
    expect(await allocations()).toHaveLength(1);
  });

  it('asks a second time only after it has looked twice', async () => {
    await lab.fault('status500', {
      method: 'POST',
      path: '/available-ips/',
      times: 1,
    });
    const address = await reserve('c-4');
    expect(await held('c-4')).toEqual([address.address]);
    expect(await allocations()).toHaveLength(2);
    await lab.fault('status500', { method: 'POST', path: '/available-ips/' });
    await expect(reserve('c-5')).rejects.toMatchObject({ status: 500 });
    expect(await held('c-5')).toEqual([]);
  });

  it('ends with the signal while NetBox is away', async () => {
    await lab.fault('down');
    const signal = AbortSignal.timeout(400);
    await expect(reserve('c-6', servers, signal)).rejects.toThrow(/abort/i);
    await lab.clear('down');
    expect(await allocations()).toEqual([]);
  });

  it('gives parallel callers of one change one address', async () => {
    const found = await Promise.all(
      Array.from({ length: 5 }, () => reserve('c-7')),
    );
    expect(new Set(found.map(a => a.id)).size).toBe(1);
    expect(await held('c-7')).toEqual([found[0].address]);
  });

  it('gives fifty changes fifty addresses', async () => {
    const found = await Promise.all(
      Array.from({ length: 50 }, (_, i) => reserve(`many-${i}`)),
    );
    expect(new Set(found.map(a => a.host)).size).toBe(50);
  });

  it('releases twins, never an address in use', async () => {
    const tagged = (address: string, status: string) =>
      lab.act('create', {
        model: 'ipam.ipaddress',
        data: { address, status, custom_fields: { orion_change_id: 'c-8' } },
      });
    await tagged('10.0.20.200/24', 'reserved');
    await tagged('10.0.20.201/24', 'active');
    expect(await reserve('c-8')).toMatchObject({ host: '10.0.20.201' });
    expect(await held('c-8')).toEqual(['10.0.20.201/24']);
    await tagged('10.0.20.202/24', 'active');
    await expect(reserve('c-8')).rejects.toThrow('both in use');
  });

  it('refuses a container, an unknown prefix and a full one', async () => {
    const container = await lab.ipam.findPrefix('10.0.0.0/16');
    await expect(reserve('c-9', container!.id)).rejects.toThrow(
      'leaf prefixes only',
    );
    await expect(reserve('c-9', 9999)).rejects.toThrow('no prefix 9999');
    const [full] = await lab.act('create', {
      model: 'ipam.prefix',
      data: { prefix: '10.0.40.0/30' },
    });
    await reserve('f-1', full.id);
    await reserve('f-2', full.id);
    await expect(reserve('f-3', full.id)).rejects.toMatchObject({
      status: 409,
      detail: 'Insufficient resources are available to satisfy the request',
    });
    await expect(reserve('no spaces')).rejects.toThrow('change id');
  });

  it('reserves nothing when NetBox lacks the field', async () => {
    await lab.act('delete', { model: 'extras.customfield', id: 1 });
    await expect(reserve('c-10')).rejects.toThrow(
      'NetBox has no custom field orion_change_id. Create it',
    );
    expect(await allocations()).toEqual([]);
    // NetBox now ignores the filter and shows all addresses: none is the change's.
    expect(await held('c-10')).toEqual([]);
  });

  it('gives back an address whose change id NetBox dropped', async () => {
    await lab.ipam.ensureCustomField();
    await lab.act('update', {
      model: 'extras.customfield',
      id: 1,
      data: { object_types: ['virtualization.virtualmachine'] },
    });
    await expect(reserve('c-11')).rejects.toThrow('was given back');
    const next = await lab.ipam.listLeafPrefixes({
      vlanVid: 20,
      countCap: 1000,
    });
    expect(next[0].free).toBe(251);
  });

  it('matches whole change ids only', async () => {
    await lab.act('update', {
      model: 'extras.customfield',
      id: 1,
      data: { filter_logic: 'loose' },
    });
    const long = await reserve('c-120');
    const short = await reserve('c-12');
    expect(short.id).not.toBe(long.id);
    expect(await held('c-120')).toEqual([long.address]);
  });
});
