/* The tests are a function, so that a real PVE can be put to them as well. */
/* eslint-disable jest/no-export */
import { PveClient } from './PveClient';

/** A Proxmox VE, real or simulated, that the contract is checked against. */
export interface ContractTarget {
  url: string;
  /** PEM of the authority to trust. */
  ca: string;
  /** `user@realm!id=secret`; needs what the Terraform provider needs. */
  token: string;
  node: string;
  /** VMID of a cloud-init template. */
  template: number;
}

const jsonType = 'application/json;charset=UTF-8';
const gone = (node: string, vmid: number) =>
  `Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`;

/**
 * Defines the Jest tests of what ORION and the Terraform provider rely on.
 * The same tests hold for a real PVE; those that write make and destroy one
 * guest and run only with `write`.
 */
export function proxmoxContract(
  given: ContractTarget | (() => ContractTarget),
  options: { write: boolean },
): void {
  const target = () => (typeof given === 'function' ? given() : given);
  let client: PveClient;
  let node: string;
  let template: number;

  beforeAll(() => {
    client = new PveClient(target());
    ({ node, template } = target());
  });
  afterAll(() => client?.close());

  const unusedId = async () =>
    Number((await client.get('cluster/nextid')).data);

  describe('transport', () => {
    it('answers {"data": ...} with the exact content type', async () => {
      const answer = await client.get('version');
      expect(answer).toMatchObject({ status: 200, type: jsonType });
      expect(answer.data).toMatchObject({
        version: expect.any(String),
        release: expect.any(String),
      });
    });

    it('answers 501 to what it does not have', async () => {
      const answer = await client.get('no/such/thing');
      expect(answer.status).toBe(501);
      expect(answer.reason).toContain('not implemented');
    });

    it('names bad parameters in a 400', async () => {
      const answer = await client.get('cluster/resources?type=nonsense');
      expect(answer).toMatchObject({
        status: 400,
        reason: 'Parameter verification failed.',
        data: null,
      });
      expect(answer.errors).toHaveProperty('type');
    });

    it('delays a 401 and sends no body with it', async () => {
      const stranger = new PveClient({
        ...target(),
        token: 'nobody@pve!none=00000000-0000-0000-0000-000000000000',
      });
      const started = Date.now();
      const answer = await stranger.get('version');
      stranger.close();
      expect(answer).toMatchObject({ status: 401, text: '' });
      expect(Date.now() - started).toBeGreaterThan(2500);
    });
  });

  describe('reading', () => {
    it('lists realms without a login', async () => {
      const { url, ca } = target();
      const anonymous = new PveClient({ url, ca });
      const { status, data } = await anonymous.get('access/domains');
      anonymous.close();
      expect(status).toBe(200);
      expect(data.map(({ realm }: any) => realm)).toContain('pam');
    });

    it('tells a token what it may do', async () => {
      const { data } = await client.get('access/permissions');
      expect(Object.keys(data).length).toBeGreaterThan(0);
      const path = `access/permissions?path=/vms/${template}`;
      const here = (await client.get(path)).data[`/vms/${template}`];
      expect(here).toHaveProperty(['VM.Audit']);
    });

    it('lists the template in the inventory', async () => {
      const { data } = await client.get('cluster/resources?type=vm');
      expect(data).toContainEqual(
        expect.objectContaining({
          id: `qemu/${template}`,
          type: 'qemu',
          vmid: template,
          node,
          template: 1,
          status: 'stopped',
        }),
      );
    });

    it('types configuration values as the provider decodes them', async () => {
      const { data } = await client.get(
        `nodes/${node}/qemu/${template}/config`,
      );
      expect(data.digest).toMatch(/^[0-9a-f]{40}$/);
      expect(data.template).toBe(1);
      for (const key of ['cores', 'sockets', 'numa', 'onboot', 'cpuunits']) {
        expect(['number', 'undefined']).toContain(typeof data[key]);
      }
      const devices = Object.keys(data).filter(key =>
        /^(ide|sata|scsi|virtio|net|ipconfig|hostpci)\d+$/.test(key),
      );
      expect(devices.length).toBeGreaterThan(1);
      for (const key of devices) {
        expect(typeof data[key]).toBe('string');
      }
      expect(data.net0).toMatch(/^virtio=([0-9A-F]{2}:){5}[0-9A-F]{2},/);
    });

    it('says "does not exist" of a guest that is not there', async () => {
      const vmid = await unusedId();
      const paths = ['config', 'status/current'];
      for (const path of paths) {
        const answer = await client.get(`nodes/${node}/qemu/${vmid}/${path}`);
        expect(answer).toMatchObject({
          status: 500,
          reason: gone(node, vmid),
          data: null,
        });
      }
    });

    it('hands out free ids and refuses taken ones', async () => {
      const { data } = await client.get('cluster/nextid');
      expect(String(data)).toMatch(/^\d+$/);
      const taken = await client.get(`cluster/nextid?vmid=${template}`);
      expect(taken.status).toBe(400);
      expect(taken.errors?.vmid).toBe(`VM ${template} already exists`);
    });

    it('reports nodes, storages, tasks and history', async () => {
      const nodes = (await client.get('nodes')).data;
      expect(nodes).toContainEqual(
        expect.objectContaining({ node, status: 'online' }),
      );
      const storages = (await client.get(`nodes/${node}/storage`)).data;
      expect(storages[0]).toMatchObject({
        storage: expect.any(String),
        type: expect.any(String),
        content: expect.any(String),
        shared: expect.any(Number),
      });
      const tasks = await client.get(`nodes/${node}/tasks?limit=1`);
      expect(JSON.parse(tasks.text)).toHaveProperty('total');
      const rrd = await client.get(
        `nodes/${node}/qemu/${template}/rrddata?timeframe=hour&cf=AVERAGE`,
      );
      expect(rrd.data[0]).toHaveProperty('time', expect.any(Number));
    });

    it('has the entry "current" among the snapshots', async () => {
      const path = `nodes/${node}/qemu/${template}/snapshot`;
      const { data } = await client.get(path);
      expect(data.map(({ name }: any) => name)).toContain('current');
    });

    it('lists what HA and replication hold', async () => {
      const ha = await client.get('cluster/ha/resources');
      for (const row of ha.data) {
        expect(row.sid).toMatch(/^(vm|ct):\d+$/);
        expect(row.state).toEqual(expect.any(String));
      }
      const replication = await client.get('cluster/replication');
      for (const row of replication.data) {
        expect(row.id).toBe(`${row.guest}-${row.jobnum}`);
        expect(row).toMatchObject({
          type: 'local',
          target: expect.any(String),
        });
      }
    });

    it('answers 400 to a task it does not know', async () => {
      const upid = `UPID:${node}:0000FFFF:0000FFFF:60000000:qmstart:100:x@pve:`;
      const answer = await client.get(
        `nodes/${node}/tasks/${encodeURIComponent(upid)}/status`,
      );
      expect([400, 403]).toContain(answer.status);
    });
  });

  (options.write ? describe : describe.skip)(
    'a guest from clone to destroy',
    () => {
      let vmid: number;
      const guest = () => `nodes/${node}/qemu/${vmid}`;
      const config = async () => (await client.get(`${guest()}/config`)).data;

      it('clones with a lock, then with an identity of its own', async () => {
        vmid = await unusedId();
        const { data: upid } = await client.post(
          `nodes/${node}/qemu/${template}/clone`,
          { newid: vmid, full: 1, name: 'orion-contract', description: 'mark' },
        );
        expect(upid).toMatch(
          /^UPID:[a-zA-Z0-9-]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:qmclone:\d+:[^:]+:$/,
        );
        expect((await client.get(`${guest()}/status/current`)).data.lock).toBe(
          'clone',
        );
        const again = await client.post(
          `nodes/${node}/qemu/${template}/clone`,
          {
            newid: vmid,
            full: 1,
          },
        );
        expect(again.status).toBe(500);
        expect(again.reason).toContain('already exists');
        expect(await client.finish(upid, 500)).toBe('OK');
        const log = await client.taskLog(upid);
        expect(log.some(line => line.includes('full clone of drive'))).toBe(
          true,
        );
        expect(log.at(-1)).toBe('TASK OK');

        const source = (
          await client.get(`nodes/${node}/qemu/${template}/config`)
        ).data;
        const made = await config();
        expect(made).toMatchObject({ name: 'orion-contract' });
        expect(made.description.trim()).toBe('mark');
        expect(made.template).toBeUndefined();
        expect(made.lock).toBeUndefined();
        for (const key of ['net0', 'smbios1', 'vmgenid']) {
          expect(made[key]).not.toBe(source[key]);
        }
      }, 600_000);

      it('takes configuration as the provider sends it', async () => {
        const absent = await client.put(`${guest()}/config`, {
          delete: 'net5,net6,serial3',
        });
        expect(absent).toMatchObject({ status: 200, data: null });
        await client.put(`${guest()}/config`, {
          agent: 'enabled=1,fstrim_cloned_disks=0,type=virtio',
          cores: 1,
          memory: 1024,
          sshkeys: 'ssh-ed25519%20AAAA%20ops%40lab',
          tags: 'web;prod',
        });
        expect(await config()).toMatchObject({
          agent: 'enabled=1,fstrim_cloned_disks=0,type=virtio',
          cores: 1,
          sshkeys: 'ssh-ed25519%20AAAA%20ops%40lab',
          tags: 'prod;web',
        });
        expect(Number((await config()).memory)).toBe(1024);
      });

      it('refuses a stale digest', async () => {
        const answer = await client.put(`${guest()}/config`, {
          description: 'x',
          digest: '0'.repeat(40),
        });
        expect(answer.status).toBe(500);
        expect(answer.reason).toContain('detected modified configuration');
      });

      it('grows a disk, keeps its size on PUT and never shrinks it', async () => {
        const before = await config();
        const disk = Object.keys(before).find(key =>
          /^(scsi|virtio|sata)\d+$/.test(key),
        )!;
        const volid = before[disk].split(',')[0];
        const { data: upid } = await client.put(`${guest()}/resize`, {
          disk,
          size: '+1G',
        });
        expect(await client.finish(upid, 500)).toBe('OK');
        const grown = (await config())[disk];
        expect(grown).not.toBe(before[disk]);
        const size = /size=[^,]+/.exec(grown)![0];
        await client.put(`${guest()}/config`, {
          [disk]: `file=${volid},backup=1`,
        });
        expect((await config())[disk]).toContain(size);
        const shrink = await client.put(`${guest()}/resize`, {
          disk,
          size: '1M',
        });
        expect(shrink.status).toBe(500);
        expect(shrink.reason).toContain('shrinking disks is not supported');
      });

      it('starts once, stops, and is gone after destroy', async () => {
        const start = await client.post(`${guest()}/status/start`, {
          timeout: 60,
        });
        expect(await client.finish(start.data, 500)).toBe('OK');
        const { data } = await client.get(`${guest()}/status/current`);
        expect(data).toMatchObject({
          status: 'running',
          pid: expect.any(Number),
        });
        const early = await client.delete(guest());
        expect(early.reason).toBe(`VM ${vmid} is running - destroy failed`);
        const stop = await client.post(`${guest()}/status/stop`);
        expect(await client.finish(stop.data, 500)).toBe('OK');

        await client.put(`${guest()}/config`, { protection: 1 });
        const guarded = await client.delete(guest());
        expect(guarded.reason).toBe(
          `can't remove VM ${vmid} - protection mode enabled`,
        );
        await client.put(`${guest()}/config`, { protection: 0 });
        const destroy = await client.delete(
          `${guest()}/?destroy-unreferenced-disks=1&purge=1`,
        );
        expect(await client.finish(destroy.data, 500)).toBe('OK');
        const after = await client.get(`${guest()}/status/current`);
        expect(after).toMatchObject({ status: 500, reason: gone(node, vmid) });
      });
    },
  );
}
