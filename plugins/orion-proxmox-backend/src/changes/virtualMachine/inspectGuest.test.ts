import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningProxmox, startProxmox } from '@orion/lab';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { PveClient } from '../../clients/PveClient';
import { ClusterConfig } from '../../config';
import { describeMore, inspectGuest } from './inspectGuest';
import { listDisks } from './listDisks';
import { lossLines } from './lossLines';

const UUID = '0b8b8f3e-6f5e-4a53-9f0c-5a3b1a1c2d3e';
const ownership = {
  owner: 'group:default/team-net',
  changeId: 7,
  addresses: ['10.0.20.9'],
  smbiosUuid: UUID,
};

describe('inspectGuest', () => {
  let lab: RunningProxmox;
  let pve: PveClient;

  beforeAll(async () => {
    lab = await startProxmox({ port: 0 });
    const caFile = join(mkdtempSync(join(tmpdir(), 'orion-ca-')), 'ca.pem');
    writeFileSync(caFile, lab.ca);
    const readToken = {
      id: 'orion@pve!read',
      secret: lab.tokens['orion@pve!read'],
    };
    pve = new PveClient(
      { id: 'r730', endpoints: [lab.url], caFile } as ClusterConfig,
      readToken,
    );
  });
  beforeEach(async () => {
    await act('createGuest', {
      vmid: 1000,
      name: 'web-1',
      config: { smbios1: `uuid=${UUID}`, ide2: 'local-lvm:cloudinit' },
    });
  });
  afterEach(() => lab.reset());
  afterAll(async () => {
    await pve.close();
    await lab.stop();
  });

  async function act(name: string, input: Record<string, unknown>) {
    await lab.actions[name](input);
  }

  const inspect = (made: GuestOwnership = ownership) =>
    inspectGuest(pve, { vmid: 1000, name: 'web-1', node: 'pve1' }, made);

  it('names everything that goes down with the guest', async () => {
    await act('takeSnapshot', { vmid: 1000, name: 'before-upgrade' });
    const { belongings } = await inspect();
    expect(belongings).toEqual({
      disks: ['local-lvm:vm-1000-cloudinit', 'local-lvm:vm-1000-disk-0'],
      snapshots: ['before-upgrade'],
    });
    const lines = lossLines({ ...belongings!, addresses: ['10.0.20.9'] });
    expect(lines.map(({ action, title }) => `${action} ${title}`)).toEqual([
      'destroy disk local-lvm:vm-1000-cloudinit',
      'destroy disk local-lvm:vm-1000-disk-0',
      'destroy snapshot before-upgrade',
      'destroy address 10.0.20.9',
    ]);
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'an HA resource',
      'setHa',
      { state: 'started' },
      /web-1 is an HA resource \(vm:1000, started\)\. Remove it/,
    ],
    [
      'a replication job',
      'setReplication',
      { target: 'pve2' },
      /replication job 1000-0 copies web-1 to pve2\. Remove it/,
    ],
    [
      'a disk attached outside',
      'setConfig',
      { set: { scsi1: 'tank:4' } },
      /tank:vm-1000-disk-0 \(scsi1\) was added outside ORION/,
    ],
    [
      'a detached disk',
      'setConfig',
      { set: { unused0: 'tank:vm-1000-disk-5' } },
      /tank:vm-1000-disk-5 \(unused0\) was added outside ORION/,
    ],
    [
      'a disk on another storage that no configuration names',
      'createVolume',
      { storage: 'tank' },
      /tank:vm-1000-disk-0 carries this VMID but is not in the guest's configuration/,
    ],
    [
      'protection',
      'setConfig',
      { set: { protection: 1 } },
      /protected in Proxmox/,
    ],
    [
      'another machine id',
      'setConfig',
      { set: { smbios1: 'uuid=11111111-2222-4333-8444-555555555555' } },
      /another one than ORION made/,
    ],
  ])('refuses %s by name', async (_what, action, input, text) => {
    await act(action, { vmid: 1000, ...input });
    const { problem, belongings } = await inspect();
    expect(problem).toMatch(text);
    expect(belongings).toBeUndefined();
  });

  it.each([
    ['machine id', { smbios1: 'uuid=11111111-2222-4333-8444-555555555555' }],
    ['mark', { description: 'by hand' }],
  ])(
    'says what a person can do about a guest without the %s',
    async (_, set) => {
      await act('setConfig', { vmid: 1000, set });
      const { problem } = await inspect({
        ...ownership,
        mark: 'orion-change:7/a',
      });
      expect(problem).toMatch(
        /Move it to another VMID in Proxmox, then ask again/,
      );
    },
  );

  it('tells a stranger by its machine id, whatever it is called', async () => {
    await act('setConfig', {
      vmid: 1000,
      set: {
        name: 'outsider',
        smbios1: 'uuid=11111111-2222-4333-8444-555555555555',
      },
    });
    const { problem } = await inspect();
    expect(problem).toMatch(
      /another one than ORION made: it is called outsider, .* keeps the address and quota of web-1 .* Move it to another VMID/,
    );
  });

  describe('of a guest that was removed in Proxmox', () => {
    const made = { ...ownership, name: 'web-1' };

    it('finds nothing to lose', async () => {
      await act('removeGuest', { vmid: 1000 });
      expect(await inspect(made)).toEqual({
        belongings: { disks: [], snapshots: [] },
        gone: true,
      });
    });

    it('refuses another name than the guest had', async () => {
      await act('removeGuest', { vmid: 1000 });
      const { problem } = await inspect({ ...made, name: 'db-1' });
      expect(problem).toBe('the guest was called db-1, not web-1');
    });

    it('refuses while an HA entry still names it', async () => {
      await act('removeGuest', { vmid: 1000 });
      const ha = jest
        .spyOn(pve, 'listHaResources')
        .mockResolvedValue([{ sid: 'vm:1000', state: 'started' }]);
      const { problem, gone } = await inspect(made);
      ha.mockRestore();
      expect(problem).toMatch(/Remove it under Datacenter > HA first/);
      expect(gone).toBeUndefined();
    });

    it('refuses while a disk of it is left', async () => {
      await act('removeGuest', { vmid: 1000 });
      await act('createVolume', { vmid: 1000, storage: 'tank' });
      const { problem } = await inspect(made);
      expect(problem).toMatch(
        /is gone, but not all of it: The disk tank:vm-1000-disk-0 is still there/,
      );
    });

    it('refuses while anything else has its VMID', async () => {
      await act('removeGuest', { vmid: 1000 });
      // A container shows under none of the paths of virtual machines.
      const free = jest.spyOn(pve, 'isVmidFree').mockResolvedValue(false);
      const { problem } = await inspect(made);
      free.mockRestore();
      expect(problem).toMatch(/VMID 1000 is in use by a guest ORION did not/);
    });
  });

  it('tells what came after an approval', () => {
    const approved = { disks: ['a:vm-1-disk-0'], snapshots: ['before'] };
    expect(describeMore(approved, approved)).toBeUndefined();
    expect(
      describeMore(approved, { disks: [], snapshots: [] }),
    ).toBeUndefined();
    expect(
      describeMore(approved, {
        disks: ['a:vm-1-disk-0', 'a:vm-1-disk-1'],
        snapshots: ['before', 'after'],
      }),
    ).toBe(
      'a:vm-1-disk-1, snapshot after came after the approval and would be lost too.',
    );
  });

  it('finds a disk left on any storage after its guest is gone', async () => {
    await act('removeGuest', { vmid: 1000 });
    expect(await listDisks(pve, 1000, ['pve1'])).toEqual({
      volumes: [],
      incomplete: undefined,
    });
    await act('createVolume', { vmid: 1000, storage: 'tank' });
    const { volumes } = await listDisks(pve, 1000, ['pve1', 'pve1']);
    expect(volumes.map(({ volid }) => volid)).toEqual(['tank:vm-1000-disk-0']);
  });
});
