import { adminTokens, testSimulator } from '../testSimulator';

const vm = 'nodes/pve1/qemu/101';

let lab: Awaited<ReturnType<typeof testSimulator>>;
let api: (typeof lab)['api'];

beforeAll(async () => {
  lab = await testSimulator({ tokens: adminTokens });
  api = lab.api;
});
beforeEach(() => act('createGuest', { vmid: 101 }));
afterEach(() => lab.simulator.reset());
afterAll(() => lab.stop());

async function act(name: string, input: Record<string, unknown>) {
  await lab.simulator.actions[name](input);
}

async function destroy(query = '') {
  const { data, reason } = await api.delete(`${vm}${query}`);
  return data ? api.finish(data, 10) : reason;
}

async function volumes(storage: string) {
  const path = `nodes/pve1/storage/${storage}/content?vmid=101`;
  return (await api.get(path)).data.map(({ volid }: any) => volid);
}

it('keeps a guest of HA until it is purged from there', async () => {
  await act('setHa', { vmid: 101, state: 'started' });
  expect((await api.get('cluster/ha/resources')).data).toEqual([
    { sid: 'vm:101', type: 'vm', state: 'started' },
  ]);
  expect(await destroy()).toBe(
    'unable to remove VM 101 - used in HA resources and purge parameter not set.',
  );
  expect(await destroy('?purge=1')).toBe('OK');
  expect((await api.get('cluster/ha/resources')).data).toEqual([]);
});

it('keeps a guest that is replicated until it is purged from there', async () => {
  await act('setReplication', { vmid: 101, target: 'pve2' });
  expect((await api.get('cluster/replication')).data).toEqual([
    {
      id: '101-0',
      type: 'local',
      guest: 101,
      jobnum: 0,
      target: 'pve2',
      schedule: '*/15',
    },
  ]);
  expect(await destroy()).toBe(
    "There is a replication job '101-0' for guest '101' - Please remove that first.",
  );
  expect(await destroy('?purge=1')).toBe('OK');
  expect((await api.get('cluster/replication')).data).toEqual([]);
});

it('frees what a configuration names, also of a snapshot, and the rest on demand only', async () => {
  await act('createVolume', { vmid: 101, storage: 'tank' });
  await act('setConfig', { vmid: 101, set: { scsi1: 'local-lvm:4' } });
  await act('takeSnapshot', { vmid: 101, name: 'before' });
  await act('setConfig', { vmid: 101, delete: ['scsi1'] });
  expect((await api.get(`${vm}/snapshot`)).data).toMatchObject([
    { name: 'before', vmstate: 0 },
    { name: 'current', parent: 'before' },
  ]);
  expect(await destroy('?purge=1')).toBe('OK');
  expect(await volumes('local-lvm')).toEqual([]);
  expect(await volumes('tank')).toEqual(['tank:vm-101-disk-0']);
  await act('createGuest', { vmid: 101 });
  expect(await destroy('?destroy-unreferenced-disks=1')).toBe('OK');
  expect(await volumes('tank')).toEqual([]);
});
