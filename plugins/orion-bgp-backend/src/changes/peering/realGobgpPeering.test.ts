import { existsSync } from 'node:fs';
import {
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  describeWithDaemons,
  RealEdge,
  RunningSimulator,
  startNetbox,
  startRealEdge,
  LINK_NETWORKS,
} from '@orion/lab';
import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { drivePlaybook } from '../../__testUtils__/drivePlaybook';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

jest.setTimeout(300_000);

// eslint-disable-next-line no-restricted-syntax -- the roles lie in the repository
const root = resolve(__dirname, '../../../../..');
const tools = resolve(process.env.ORION_HOME ?? `${root}/.orion`, 'tools');
const READ = '11'.repeat(20);
const WRITE = '22'.repeat(20);
/** GoBGP's name of the session, and so ORION's. */
const SESSION = '127.0.0.18';

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'peerings on a real GoBGP, by Ansible',
  () => {
    let edge: RealEdge;
    let netbox: RunningSimulator;
    let stage: SessionStage;
    /** A copy of the playbooks, for the test to change. */
    let project: string;

    const peering = (more: object = {}) => ({
      router: 'edge2',
      name: 'ix_v4',
      description: 'Route server of the exchange',
      asn: 64500,
      local: '127.0.0.6',
      neighbor: SESSION,
      families: [{ family: 'ipv4', routes: 100, nextHop: '198.51.100.6' }],
      reason: 'the exchange is connected',
      ...more,
    });
    const removal = (more: object = {}) => ({
      router: 'edge2',
      name: SESSION,
      confirm: SESSION,
      reason: 'moved',
      ...more,
    });
    const ask = async (path: string) => {
      const answer = await fetch(`${netbox.url}/api/${path}`, {
        headers: { authorization: `Token ${READ}` },
      });
      return (await answer.json()) as { results: any[] };
    };
    const records = async () => {
      const { results } = await ask('plugins/bgp/session/?name=ix_v4');
      return results.map(({ status }) => status.value);
    };
    const drive = (id: number, state: ChangeState) =>
      drivePlaybook(stage, id, state);
    const approved = async (kind: string, input: object) => {
      const id = await stage.submit(kind, input);
      await drive(id, 'awaiting-approval');
      await stage.pipeline.approve(id);
      return id;
    };
    const file = (name: string) =>
      readFile(join(edge.gobgp.folder, name), 'utf8');
    const exchange = (last = 18) =>
      edge.exchange.ask(`show protocols edge_${last}`);
    /** Seconds of its day. BIRD counts back from its clock, so one moment is told a millisecond apart. */
    const upSince = async () => {
      const [, hours, minutes, seconds] =
        / up +(\d+):(\d+):([\d.]+) +Established/.exec(await exchange())!;
      return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    };
    const announced = async (last = 18) =>
      (await edge.exchange.ask(`show route protocol edge_${last}`)).includes(
        '192.0.2.0/24',
      );

    beforeAll(async () => {
      if (!existsSync(`${tools}/ansible/bin/ansible-playbook`)) {
        throw new Error('there is no Ansible; run ./orion tools --peers');
      }
      project = await mkdtemp(join(tmpdir(), 'orion-playbooks-'));
      await cp(`${root}/infra/ansible`, project, { recursive: true });
      edge = await startRealEdge();
      netbox = await startNetbox({
        port: 0,
        tokens: {
          [READ]: { user: 'read', writeEnabled: false },
          [WRITE]: { user: 'write', writeEnabled: true },
        },
      });
      const { target, readTarget } = edge.gobgp;
      const machine = {
        asn: 394955,
        netboxName: 'edge2',
        ansible: {
          project,
          inventory: 'inventory/portal',
          host: 'edge2',
          settleSeconds: 15,
          establishSeconds: 8,
          holdSeconds: 40,
          env: {
            LAB_NETBOX_URL: netbox.url,
            LAB_NETBOX_TOKEN: READ,
            ...edge.env,
          },
        },
      };
      stage = await startSessionStage(
        {
          ansible: { toolsDirectory: tools },
          defaultOwner: 'group:default/team-a',
          routers: {
            edge2: {
              ...machine,
              gobgp: { target: readTarget, nextHops: LINK_NETWORKS },
              actions: { gobgp: { target }, outOfBand: 'the console' },
            },
            'edge2-bird': { ...machine, bird: { socket: edge.bird.readPath } },
          },
        },
        [],
        undefined,
        undefined,
        { url: netbox.url, readToken: READ, writeToken: WRITE },
      );
    });

    afterAll(async () => {
      await stage?.stop();
      await netbox?.stop();
      await edge?.stop();
      await rm(project, { recursive: true, force: true });
    });

    it('refuses what GoBGP does not speak, and a session by another name', async () => {
      await expect(
        stage.submit('bgp-peering.add', peering({ role: 'peer' })),
      ).rejects.toThrow(/input\.role: edge2 is a GoBGP/);
      await expect(
        stage.submit(
          'bgp-peering.remove',
          removal({ name: 'ix_v4', confirm: 'ix_v4' }),
        ),
      ).rejects.toThrow(/input\.name: "ix_v4" is no address/);
      await expect(
        stage.submit('bgp-peering.remove', removal()),
      ).rejects.toThrow(
        /NetBox has no BGP session with 127\.0\.0\.18 of edge2/,
      );
    });

    it('adds one: recorded, configured, up, and active in NetBox', async () => {
      const id = await stage.submit('bgp-peering.add', peering());
      await drive(id, 'awaiting-approval');
      expect(await records()).toEqual(['planned']);
      const { plan, target } = await stage.pipeline.find(id);
      expect(target.ref).toBe(`bgp:edge2/${SESSION}`);
      expect(plan!.lines[0]).toMatchObject({
        address: `session.edge2/${SESSION}`,
        title: 'session ix_v4 with AS64500 on edge2',
      });
      expect((await stage.lines(id)).join('\n')).toMatch(
        /gobgpd\.toml on edge2: \d+ lines more/,
      );
      expect(await exchange()).not.toContain('Established');
      await stage.pipeline.approve(id);
      await drive(id, 'succeeded');
      expect(await exchange()).toContain('Established');
      // What BIRD originates comes to GoBGP over a session of their own.
      await until(() => announced());
      expect(await file('gobgpd.toml')).toContain('description = "ix_v4"');
      expect(await records()).toEqual(['active']);
    });

    it('refuses one that is there, and a configuration that changes nothing', async () => {
      await expect(stage.submit('bgp-peering.add', peering())).rejects.toThrow(
        /input\.name: edge2 has a session ix_v4 already/,
      );
      await expect(
        stage.submit('bgp-peering.add', peering({ name: 'other' })),
      ).rejects.toThrow(
        /input\.neighbor: edge2 has a session with 127\.0\.0\.18 already, ix_v4/,
      );
      const id = await stage.submit('bgp-router.configure', {
        router: 'edge2',
        reason: 'to be sure',
      });
      expect((await drive(id, 'denied')).reason).toContain(
        'Nothing would change',
      );
    });

    it('keeps the last path', async () => {
      const id = await stage.submit('bgp-peering.remove', removal());
      const { reason } = await drive(id, 'denied');
      expect(reason).toMatch(/192\.0\.2\.0\/24.*127\.0\.0\.18 on edge2/);
      expect(await exchange()).toContain('Established');
    });

    it('gives back what the router confirmed and what does not hold', async () => {
      const before = await file('gobgpd.toml');
      const path = join(project, 'roles/gobgp/templates/policy.toml.j2');
      const policy = await readFile(path, 'utf8');
      const silent = policy.replace(
        'route-disposition = "accept-route"\n{%     endfor %}',
        'route-disposition = "reject-route"\n{%     endfor %}',
      );
      expect(silent).not.toBe(policy);
      await writeFile(path, silent);
      try {
        const id = await approved('bgp-router.configure', {
          router: 'edge2',
          reason: 'a better filter',
          acceptUnjudged: true,
        });
        const { reason } = await drive(id, 'failed');
        expect(reason).toMatch(
          /It did not hold and was taken back: edge2 runs what it ran before the change/,
        );
      } finally {
        await writeFile(path, policy);
      }
      expect(await file('gobgpd.toml')).toBe(before);
      expect(await announced()).toBe(true);
      expect(await exchange()).toContain('Established');
    });

    it('adds another one, and touches nothing of the first', async () => {
      const before = await upSince();
      const id = await stage.submit(
        'bgp-peering.add',
        peering({ name: 'ix2_v4', neighbor: '127.0.0.20' }),
      );
      await drive(id, 'awaiting-approval');
      const lines = (await stage.lines(id)).join('\n');
      expect(lines).not.toContain('not judged');
      await stage.pipeline.approve(id);
      await drive(id, 'succeeded');
      await until(() => announced(20));
      expect(Math.abs((await upSince()) - before)).toBeLessThan(1);
    });

    it('removes one: off the router, then out of NetBox', async () => {
      const id = await approved(
        'bgp-peering.remove',
        removal({ acceptIsolation: true }),
      );
      expect((await stage.lines(id)).join('\n')).toContain(
        'BGP session ix_v4 in NetBox',
      );
      await drive(id, 'succeeded');
      expect(await exchange()).not.toContain('Established');
      expect(await exchange(20)).toContain('Established');
      expect(await file('gobgpd.toml')).not.toContain(SESSION);
      expect(await records()).toEqual([]);
    });

    it('takes one back whose neighbor never answers, and leaves nothing behind', async () => {
      const before = await file('gobgpd.toml');
      const id = await approved(
        'bgp-peering.add',
        peering({ neighbor: '127.0.0.19' }),
      );
      await drive(id, 'failed');
      expect(await file('gobgpd.toml')).toBe(before);
      expect(await records()).toEqual([]);
    });

    it('has the router give back what was cut off, and says so', async () => {
      const before = await file('gobgpd.toml');
      const id = await approved('bgp-peering.add', peering());
      const failed = drive(id, 'failed');
      // Killed between the reload and the confirmation, as with the machine it ran on.
      await killed([`${edge.gobgp.folder}/gobgp-apply`, 'ansible-playbook']);
      expect((await failed).reason).toMatch(
        /taken back: edge2 runs what it ran before the change/,
      );
      expect(await file('gobgpd.toml')).toBe(before);
      expect(await file('running.toml')).not.toContain(SESSION);
      expect(await records()).toEqual([]);
    });

    async function until(right: () => Promise<boolean>): Promise<void> {
      for (let left = 100; !(await right()); left--) {
        expect(left).toBeGreaterThan(0);
        await new Promise(resolved => {
          setTimeout(resolved, 200);
        });
      }
    }

    /** Kills what works on this router once it has a configuration nobody confirmed. */
    async function killed(names: string[]): Promise<void> {
      const unproven = join(edge.gobgp.folder, '.unproven');
      while (!existsSync(unproven)) {
        await new Promise(resolved => {
          setTimeout(resolved, 20);
        });
      }
      for (const pid of await readdir('/proc')) {
        const [command, environment] = await Promise.all(
          ['cmdline', 'environ'].map(part =>
            readFile(`/proc/${pid}/${part}`, 'utf8').catch(() => ''),
          ),
        );
        if (
          /^\d+$/.test(pid) &&
          environment.includes(`LAB_GOBGP_DIR=${edge.gobgp.folder}`) &&
          names.some(name => command.includes(name)) &&
          !command.includes('--undo')
        ) {
          process.kill(Number(pid), 'SIGKILL');
        }
      }
    }
  },
);
