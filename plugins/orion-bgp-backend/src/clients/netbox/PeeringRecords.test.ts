import { RunningSimulator, startNetbox } from '@orion/lab';
import { PeeringRecord, PeeringRecords } from './PeeringRecords';

const TOKEN = '33'.repeat(20);

describe('PeeringRecords', () => {
  let netbox: RunningSimulator;
  let records: PeeringRecords;
  const signal = AbortSignal.timeout(60_000);

  const record = (more: Partial<PeeringRecord> = {}): PeeringRecord => ({
    changeId: '17',
    machine: 'edge1',
    name: 'ix_v6',
    description: 'The exchange',
    localAs: 394955,
    remoteAs: 64500,
    local: '2001:db8:300::2',
    remote: '2001:db8:300::1',
    options: { families: [] },
    ...more,
  });
  const list = async (path: string) => {
    const answer = await fetch(`${netbox.url}/api/${path}`, {
      headers: { authorization: `Token ${TOKEN}` },
    });
    return ((await answer.json()) as { results: any[] }).results;
  };
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${netbox.url}/api/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Token ${TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { id: number }).id;
  };
  const addresses = () => list('ipam/ip-addresses/?parent=2001:db8:300::/64');

  beforeAll(async () => {
    netbox = await startNetbox({
      port: 0,
      tokens: { [TOKEN]: { user: 'write', writeEnabled: true } },
    });
    records = PeeringRecords.create({
      url: netbox.url,
      writeToken: TOKEN,
      timeoutMs: 5_000,
      addressRestMs: 0,
    });
    await records.check(signal);
  });

  afterAll(() => netbox?.stop());

  it('records a session once for its change, and both ends', async () => {
    const id = await records.plan(record(), signal);
    expect(await records.plan(record(), signal)).toBe(id);
    expect(await records.find('edge1', { name: 'ix_v6' }, signal)).toEqual({
      id,
      status: 'planned',
      changeId: '17',
      configures: true,
    });
    expect((await addresses()).map(({ status }) => status.value)).toEqual([
      'reserved',
      'reserved',
    ]);
  });

  it('refuses a name that somebody else has, and who NetBox does not know', async () => {
    await expect(
      records.plan(record({ changeId: '18' }), signal),
    ).rejects.toThrow(/session ix_v6 of edge1 already, made by change 17/);
    await expect(
      records.plan(record({ name: 'a', remoteAs: 64999 }), signal),
    ).rejects.toThrow(/does not know AS64999/);
    await expect(
      records.plan(record({ name: 'a', machine: 'edge9' }), signal),
    ).rejects.toThrow(/no virtual machine or device edge9/);
    expect(await records.find('edge1', { name: 'a' }, signal)).toBeUndefined();
  });

  it('activates what is its own, and nothing else', async () => {
    const { id } = (await records.find('edge1', { name: 'ix_v6' }, signal))!;
    await expect(
      records.activate({ id, changeId: '18' }, signal),
    ).rejects.toThrow(/belongs to change 17 by now/);
    await records.activate({ id, changeId: '17' }, signal);
    await records.activate({ id, changeId: '17' }, signal);
    const found = await records.find('edge1', { name: 'ix_v6' }, signal);
    expect(found?.status).toBe('active');
    expect((await addresses()).map(({ status }) => status.value)).toEqual([
      'active',
      'active',
    ]);
  });

  it('leaves what is another change’s when it gives back, and nothing of its own', async () => {
    await records.release({ name: 'ix_v6', changeId: '18' }, signal);
    expect(await addresses()).toHaveLength(2);
    await records.release(record(), signal);
    expect(
      await records.find('edge1', { name: 'ix_v6' }, signal),
    ).toBeUndefined();
    expect(await addresses()).toEqual([]);
    await records.release(record(), signal);
  });

  it('takes the address of the global table, and no other', async () => {
    const vrf = await post('ipam/vrfs/', { name: 'customer', rd: '1:1' });
    const address = '2001:db8:300::1/64';
    await post('ipam/ip-addresses/', { address, vrf });
    const id = await records.plan(record({ changeId: '19' }), signal);
    const [session] = await list(`plugins/bgp/session/?id=${id}`);
    const used = await list(
      `ipam/ip-addresses/?id=${session.remote_address.id}`,
    );
    expect(used).toMatchObject([
      { vrf: null, custom_fields: { orion_change_id: '19' } },
    ]);
    // Somebody else calls one of theirs the same: only the mark counts.
    await post('ipam/ip-addresses/', {
      address: '2001:db8:300::99/64',
      description: used[0].description,
    });
    await records.release(record({ changeId: '19' }), signal);
    expect((await addresses()).map(one => one.address).sort()).toEqual([
      '2001:db8:300::1/64',
      '2001:db8:300::99/64',
    ]);
  });

  it('finds one by its neighbor, rather than what only documents', async () => {
    const remote = '2001:db8:300::77';
    const id = await records.plan(
      record({ changeId: '20', name: 'by_address', remote }),
      signal,
    );
    const find = (neighbor: string, machine = 'edge1') =>
      records.find(machine, { neighbor }, signal);
    expect(await find(remote)).toMatchObject({ id, configures: true });
    expect(await find('2001:db8:300::78')).toBeUndefined();
    await expect(find(remote, 'edge9')).rejects.toThrow(/no virtual machine/);
    const [row] = await list(`plugins/bgp/session/?id=${id}`);
    await post('plugins/bgp/session/', {
      name: 'documented',
      status: 'active',
      virtualmachine: row.virtualmachine.id,
      local_as: row.local_as.id,
      remote_as: row.remote_as.id,
      local_address: await post('ipam/ip-addresses/', {
        address: '2001:db8:301::2/64',
      }),
      remote_address: row.remote_address.id,
    });
    expect(await find(remote)).toMatchObject({ id });
    await records.release({ name: 'by_address', changeId: '20' }, signal);
    // What is left there only documents.
    expect(await find(remote)).toMatchObject({ configures: false });
  });

  it('refuses a name that two machines have', async () => {
    const [cluster] = await list('virtualization/clusters/');
    const machine = { name: 'edge1', status: 'active', cluster: cluster.id };
    await post('virtualization/virtual-machines/', machine);
    await expect(
      records.plan(record({ changeId: '21' }), signal),
    ).rejects.toThrow(/2 virtual machines and devices edge1/);
    // What is recorded goes by its mark all the same.
    await records.release(record({ changeId: '21' }), signal);
  });
});
