import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  describeWithDaemons,
  RealNetwork,
  RunningSimulator,
  startNetbox,
  startRealNetwork,
  LINK_NETWORKS,
} from '@orion/lab';
import { readPlaybookResult } from '@orion/engines/ansible';
import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { PlaybookRunner } from '../playbook/PlaybookRunner';
import { drivePlaybook } from '../../__testUtils__/drivePlaybook';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

jest.setTimeout(300_000);

// eslint-disable-next-line no-restricted-syntax -- the roles lie in the repository
const root = resolve(__dirname, '../../../../..');
const tools = resolve(process.env.ORION_HOME ?? `${root}/.orion`, 'tools');
const READ = '11'.repeat(20);
const WRITE = '22'.repeat(20);

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'peerings on a real BIRD, by Ansible',
  () => {
    let network: RealNetwork;
    let netbox: RunningSimulator;
    let stage: SessionStage;
    /** A copy of the playbooks, for the test to change. */
    let project: string;
    const backs: (() => Promise<unknown>)[] = [];

    const peering = (more: object = {}) => ({
      router: 'edge1',
      name: 'ix_v4',
      description: 'Route server of the exchange',
      asn: 64500,
      local: '127.0.0.4',
      neighbor: '127.0.0.18',
      families: [{ family: 'ipv4', routes: 100, nextHop: '198.51.100.4' }],
      reason: 'the exchange is connected',
      ...more,
    });
    const sessions = async (name = 'ix_v4') => {
      const answer = await fetch(
        `${netbox.url}/api/plugins/bgp/session/?name=${name}`,
        { headers: { authorization: `Token ${READ}` } },
      );
      const { results } = (await answer.json()) as {
        results: { status: { value: string } }[];
      };
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
    /** Writes into the copy what `change` makes of a file, until the test is over. */
    const edited = async (file: string, change: (text: string) => string) => {
      const path = join(project, file);
      const before = await readFile(path, 'utf8');
      const after = change(before);
      expect(after).not.toBe(before);
      await writeFile(path, after);
      backs.push(() => writeFile(path, before));
    };
    const restore = async () => {
      for (const back of backs.splice(0).reverse()) {
        await back();
      }
    };
    const inventory = 'inventory/portal/host_vars/edge1.yml';
    const policy = 'roles/bird2/templates/policy.conf.j2';
    const configure = (more: object = {}) =>
      stage.submit('bgp-router.configure', {
        router: 'edge1',
        reason: 'to be sure',
        ...more,
      });
    /** Leaves the network with edge1 alone, until the test is over. */
    const aloneWithEdge1 = async () => {
      const { transit } = network;
      for (const gateway of ['gw1_ipv4', 'gw2_ipv4']) {
        await transit.ask(`disable ${gateway}`);
        backs.push(() => transit.ask(`enable ${gateway}`));
      }
    };
    const announced = async () =>
      (await network.edge1.ask('show route export ix_v4')).includes(
        '192.0.2.0/24',
      );
    const shown = (words = '') => network.edge1.ask(`show protocols${words}`);

    beforeAll(async () => {
      if (!existsSync(`${tools}/ansible/bin/ansible-playbook`)) {
        throw new Error('there is no Ansible; run ./orion tools --peers');
      }
      project = await mkdtemp(join(tmpdir(), 'orion-playbooks-'));
      await cp(`${root}/infra/ansible`, project, { recursive: true });
      network = await startRealNetwork({});
      netbox = await startNetbox({
        port: 0,
        tokens: {
          [READ]: { user: 'read', writeEnabled: false },
          [WRITE]: { user: 'write', writeEnabled: true },
        },
      });
      const socket = network.edge1.socketPath;
      const bird = { socket };
      const asn = 394955;
      stage = await startSessionStage(
        {
          ansible: { toolsDirectory: tools },
          defaultOwner: 'group:default/team-a',
          routers: {
            gw1: { asn, bird: { socket: network.gw1.socketPath } },
            gw2: {
              asn,
              gobgp: { target: network.gw2.target, nextHops: LINK_NETWORKS },
            },
            edge1: {
              asn,
              bird: { socket: network.edge1.readPath },
              actions: { bird, outOfBand: 'the console' },
              ansible: {
                project,
                inventory: 'inventory/portal',
                settleSeconds: 15,
                establishSeconds: 8,
                holdSeconds: 40,
                env: {
                  LAB_NETBOX_URL: netbox.url,
                  LAB_NETBOX_TOKEN: READ,
                  LAB_BIRD_DIR: dirname(socket),
                  LAB_EDGE_PORT: String(network.edge1.ports.own),
                  LAB_EXCHANGE_PORT: String(network.edge1.ports.exchange),
                },
              },
            },
          },
        },
        [],
        undefined,
        undefined,
        { url: netbox.url, readToken: READ, writeToken: WRITE },
      );
    });

    afterEach(restore);

    afterAll(async () => {
      await stage?.stop();
      await netbox?.stop();
      await network?.stop();
      await rm(project, { recursive: true, force: true });
    });

    it('adds one: recorded, configured, up, and active in NetBox', async () => {
      const id = await stage.submit('bgp-peering.add', peering());
      await drive(id, 'awaiting-approval');
      expect(await sessions()).toEqual(['planned']);
      const lines = await stage.lines(id);
      expect(lines.slice(0, 2)).toEqual([
        'session ix_v4 with AS64500 on edge1',
        'BGP session ix_v4 in NetBox: planned, active once it is up',
      ]);
      expect(lines.join('\n')).toMatch(/bird\.conf on edge1: \d+ lines more/);
      // Written by another hand, and nothing is up that could lose by it.
      expect(lines.join('\n')).toMatch(/not judged: BIRD: protocol device/);
      expect(await shown()).not.toContain('ix_v4');
      await stage.pipeline.approve(id);
      await drive(id, 'succeeded');
      expect(await shown()).toMatch(/ix_v4 +BGP .*Established/);
      expect(await network.edge1.ask('show route for 198.18.0.1')).toContain(
        'ix_v4',
      );
      expect(await sessions()).toEqual(['active']);
    });

    it('refuses one that is there, and a configuration that changes nothing', async () => {
      await expect(stage.submit('bgp-peering.add', peering())).rejects.toThrow(
        /input\.name: edge1 has a session ix_v4 already/,
      );
      await expect(
        stage.submit('bgp-peering.add', peering({ name: 'other' })),
      ).rejects.toThrow(
        /input\.neighbor: edge1 has a session with 127\.0\.0\.18/,
      );
      const id = await stage.submit('bgp-router.configure', {
        router: 'edge1',
        reason: 'to be sure',
      });
      const { reason } = await drive(id, 'denied');
      expect(reason).toContain('Nothing would change');
    });

    it('has the roles refuse what they would not speak, and forgets it', async () => {
      const id = await stage.submit(
        'bgp-peering.add',
        peering({ name: 'gobgp', neighbor: '127.0.0.19' }),
      );
      const { reason } = await drive(id, 'denied');
      expect(reason).toMatch(/Ansible refuses edge1: .*peer gobgp: that is/);
      expect(await sessions('gobgp')).toEqual([]);
    });

    it('keeps the last path', async () => {
      await aloneWithEdge1();
      const id = await stage.submit('bgp-peering.remove', {
        router: 'edge1',
        name: 'ix_v4',
        confirm: 'ix_v4',
        reason: 'by mistake',
      });
      const { reason } = await drive(id, 'denied');
      expect(reason).toMatch(/192\.0\.2\.0\/24.*ix_v4 on edge1/);
      expect(await shown()).toMatch(/ix_v4 +BGP .*Established/);
    });

    it('judges own prefixes that a configuration no longer originates', async () => {
      await edited(inventory, text => text.replace(', 192.0.2.0/24]', ']'));
      await aloneWithEdge1();
      const { reason } = await drive(await configure(), 'denied');
      expect(reason).toMatch(
        /192\.0\.2\.0\/24 would go out over no established external session any more, only over ix_v4 on edge1 now/,
      );
    });

    it('judges a session that gets or gives nothing any more as lost', async () => {
      await edited('roles/bird2/templates/peer.conf.j2', text =>
        text
          .replace("channel.import == 'transit'", 'false')
          .replace("channel.export == 'own'", 'false'),
      );
      await aloneWithEdge1();
      const { reason } = await drive(await configure(), 'denied');
      expect(reason).toMatch(
        /All \d+ external IPv4 paths come over session ix_v4 on edge1/,
      );
      expect(reason).toMatch(/192\.0\.2\.0\/24 would go out over no/);
    });

    it('refuses what no rule understands, and shows it where it is accepted', async () => {
      await edited(inventory, text => `${text}router_max_path: 7\n`);
      const { reason } = await drive(await configure(), 'denied');
      expect(reason).toMatch(
        /not judged: BIRD: function check_path\. bgp-router\.configure takes it with acceptUnjudged/,
      );
      const id = await configure({ acceptUnjudged: true });
      await drive(id, 'awaiting-approval');
      const { plan } = await stage.pipeline.find(id);
      expect(plan!.lines[0]).toMatchObject({
        action: 'destroy',
        title: 'not judged: BIRD: function check_path',
      });
      await restore();
      await stage.pipeline.approve(id);
      // What it would do is another thing now: nothing.
      expect((await drive(id, 'denied')).reason).toMatch(
        /Nothing would change/,
      );
    });

    it('gives back what the router confirmed and what does not hold', async () => {
      const file = join(dirname(network.edge1.socketPath), 'bird.conf');
      const before = await readFile(file, 'utf8');
      // Whoever comes after "proto" finds nothing: the session stays up, empty.
      await edited(policy, text =>
        text.replace(
          'then accept;\n{%   endif %}\n  reject;',
          'then reject;\n{%   endif %}\n  reject;',
        ),
      );
      expect(await announced()).toBe(true);
      const id = await approved('bgp-router.configure', {
        router: 'edge1',
        reason: 'a better filter',
        acceptUnjudged: true,
      });
      const { reason } = await drive(id, 'failed');
      expect(reason).toMatch(
        /It did not hold and was taken back: edge1 runs what it ran before the change/,
      );
      expect(await readFile(file, 'utf8')).toBe(before);
      expect(await announced()).toBe(true);
      expect(await shown()).toMatch(/ix_v4 +BGP .*Established/);
    });

    it('changes nothing where the run finds another thing than was approved', async () => {
      const file = join(dirname(network.edge1.socketPath), 'bird.conf');
      const before = await readFile(file, 'utf8');
      const runner = new PlaybookRunner({ toolsDirectory: tools });
      const { ansible } = stage.deps.config.routers.find(
        ({ id }) => id === 'edge1',
      )!;
      await edited(inventory, text => `${text}router_max_path: 7\n`);
      const workDir = await mkdtemp(join(tmpdir(), 'orion-run-'));
      const runs = createHash('sha256')
        .update(before.replace(/\n+$/, ''))
        .digest('hex');
      const start = await runner.apply({ workDir } as never, ansible!, {
        router_approved: { bird: { runs, shall: runs } },
      });
      const run = await start(join(workDir, 'run'));
      await run.wait();
      const { failed } = await readPlaybookResult(join(workDir, 'run'));
      expect(failed.map(({ message }) => message).join()).toMatch(
        /bird\.conf would become another one than at the approval; nothing was changed/,
      );
      expect(await readFile(file, 'utf8')).toBe(before);
      await rm(workDir, { recursive: true });
    });

    it('removes one: off the router, then out of NetBox', async () => {
      const id = await approved('bgp-peering.remove', {
        router: 'edge1',
        name: 'ix_v4',
        confirm: 'ix_v4',
        reason: 'moved',
        // The gateways may not be back yet.
        acceptIsolation: true,
      });
      await drive(id, 'succeeded');
      expect(await shown()).not.toContain('ix_v4');
      expect(await sessions()).toEqual([]);
    });

    it('takes one back whose neighbor never answers, and leaves nothing behind', async () => {
      const before = await shown();
      const id = await approved(
        'bgp-peering.add',
        peering({ neighbor: '127.0.0.19' }),
      );
      await drive(id, 'failed');
      const names = (text: string) =>
        text.split('\n').map(line => line.slice(0, 24).trim());
      expect(names(await shown())).toEqual(names(before));
      expect(await sessions()).toEqual([]);
    });
  },
);
