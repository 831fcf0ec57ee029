import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  describeWithDaemons,
  RealNetwork,
  RunningSimulator,
  startNetbox,
  startRealNetwork,
} from '@orion/lab';
import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
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
    /** A playbook takes its time, more of it than the pipeline's tests wait. */
    const drive = async (id: number, state: ChangeState, tries = 6) => {
      for (let left = tries; ; left--) {
        try {
          return await stage.pipeline.drive(id, state);
        } catch (error) {
          if (left === 0) {
            throw error;
          }
        }
      }
    };
    const approved = async (kind: string, input: object) => {
      const id = await stage.submit(kind, input);
      await drive(id, 'awaiting-approval');
      await stage.pipeline.approve(id);
      return id;
    };
    const shown = (words = '') => network.edge1.ask(`show protocols${words}`);

    beforeAll(async () => {
      if (!existsSync(`${tools}/ansible/bin/ansible-playbook`)) {
        throw new Error('there is no Ansible; run ./orion tools --peers');
      }
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
            gw2: { asn, gobgp: { target: network.gw2.target } },
            edge1: {
              asn,
              bird: { socket: network.edge1.readPath },
              actions: { bird, outOfBand: 'the console' },
              ansible: {
                project: `${root}/infra/ansible`,
                inventory: 'inventory/portal',
                settleSeconds: 15,
                establishSeconds: 8,
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

    afterAll(async () => {
      await stage?.stop();
      await netbox?.stop();
      await network?.stop();
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
      for (const gateway of ['gw1_ipv4', 'gw2_ipv4']) {
        await network.transit.ask(`disable ${gateway}`);
      }
      const id = await stage.submit('bgp-peering.remove', {
        router: 'edge1',
        name: 'ix_v4',
        confirm: 'ix_v4',
        reason: 'by mistake',
      });
      const { reason } = await drive(id, 'denied');
      expect(reason).toMatch(/192\.0\.2\.0\/24.*ix_v4 on edge1/);
      expect(await shown()).toMatch(/ix_v4 +BGP .*Established/);
      for (const gateway of ['gw1_ipv4', 'gw2_ipv4']) {
        await network.transit.ask(`enable ${gateway}`);
      }
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
