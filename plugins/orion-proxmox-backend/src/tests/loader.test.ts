import { createBackendPlugin } from '@backstage/backend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { changeKindsExtensionPoint } from '@orion/backstage-plugin-orion-changes-node';
import {
  startOrionTestBackend,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import request from 'supertest';
import proxmoxFeatures from '..';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database?.stop());

it('loads plugin, catalog module and change kinds from the one default export', async () => {
  const kinds: string[] = [];
  const changes = createBackendPlugin({
    pluginId: 'orion-changes',
    register(env) {
      env.registerExtensionPoint(changeKindsExtensionPoint, {
        addChangeKind: kind => kinds.push(kind.id),
      });
      env.registerInit({ deps: {}, init: async () => undefined });
    },
  });
  const backend = await startOrionTestBackend({
    database,
    features: [proxmoxFeatures, catalogPlugin, changes],
  });
  const api = request(backend.server);
  expect((await api.get('/api/orion-proxmox/clusters')).status).toBe(200);
  expect((await api.get('/api/catalog/entities')).status).toBe(200);
  expect(kinds).toEqual(expect.arrayContaining(['virtual-machine.create']));
});
