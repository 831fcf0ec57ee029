import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockServices, TestBackend } from '@backstage/backend-test-utils';
import {
  startOrionTestBackend,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import {
  ProxmoxOptions,
  RunningProxmox,
  startNetbox,
  startProxmox,
} from '@orion/lab';
import request from 'supertest';
import plugin from '../plugin';

const NETBOX_TOKEN = '22'.repeat(20);

/** The lab's R730 and NetBox, with a database for the backends that read them. */
export interface TestWorld {
  database: TestDatabase;
  netbox: Awaited<ReturnType<typeof startNetbox>>;
  proxmox: RunningProxmox;
  config: object;
  /** One replica of the plugin; several share the database. */
  startReplica(features?: BackendFeature[]): Promise<Replica>;
  stop(): Promise<void>;
}

/** A running backend. */
export interface Replica {
  backend: TestBackend;
  api: ReturnType<typeof request>;
  /** What was announced, by topic. */
  published: { topic: string; eventPayload: unknown }[];
}

/** The lab is as fast as tests want it, and looks are close together. */
export async function startWorld(
  options: { proxmox?: Partial<ProxmoxOptions>; orion?: object } = {},
): Promise<TestWorld> {
  const [database, proxmox, netbox] = await Promise.all([
    startTestDatabase(),
    startProxmox({
      port: 0,
      timings: {
        inventoryTickMs: 20,
        agentReadyMs: 10,
        authFailureMs: 10,
        stopMs: 10,
      },
      ...options.proxmox,
    }),
    startNetbox({
      port: 0,
      tokens: { [NETBOX_TOKEN]: { user: 'orion-read', writeEnabled: false } },
    }),
  ]);
  const config = createConfig(proxmox, netbox.url, options.orion);
  const replicas: Replica[] = [];
  return {
    database,
    proxmox,
    netbox,
    config,
    async startReplica(features = []) {
      const replica = await startReplica(database, config, features);
      replicas.push(replica);
      return replica;
    },
    async stop() {
      await Promise.all(replicas.map(({ backend }) => backend.stop()));
      await Promise.all([proxmox.stop(), netbox.stop()]);
      await database.stop();
    },
  };
}

function createConfig(
  proxmox: RunningProxmox,
  netboxUrl: string,
  orion: object = {},
): object {
  const caFile = join(mkdtempSync(join(tmpdir(), 'orion-ca-')), 'ca.pem');
  writeFileSync(caFile, proxmox.ca);
  return {
    orion: {
      netbox: { url: netboxUrl, readToken: NETBOX_TOKEN, timeoutMs: 2000 },
      proxmox: {
        clusters: {
          r730: {
            title: 'Dell R730',
            endpoints: [proxmox.url],
            caFile,
            readToken: {
              id: 'orion@pve!read',
              secret: proxmox.tokens['orion@pve!read'],
            },
            // Below the loop's tick, so that every tick looks.
            intervalSeconds: 0.7,
            networks: [
              {
                id: 'servers',
                title: 'Servers',
                bridge: 'vmbr1',
                prefix: '10.0.20.0/24',
              },
              {
                id: 'other',
                title: 'Not in NetBox',
                bridge: 'vmbr1',
                prefix: '10.9.0.0/24',
              },
            ],
          },
        },
      },
      changes: { policy: { protectedTargets: ['proxmox:r730/200'] } },
      ...orion,
    },
  };
}

async function startReplica(
  database: TestDatabase,
  config: object,
  features: BackendFeature[],
): Promise<Replica> {
  const published: Replica['published'] = [];
  const events = mockServices.events();
  const backend = await startOrionTestBackend({
    database,
    features: [
      plugin,
      mockServices.rootConfig.factory({ data: config as never }),
      mockServices.events.mock({
        publish: async event => {
          published.push(event as never);
          await events.publish(event);
        },
        subscribe: subscription => events.subscribe(subscription),
      }).factory,
      ...features,
    ],
  });
  return { backend, api: request(backend.server), published };
}
