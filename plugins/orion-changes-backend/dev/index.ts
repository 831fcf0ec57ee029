import { createBackend } from '@backstage/backend-defaults';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { startDevelopmentDatabase } from '@orion/backstage-plugin-orion-node/testing';
import { peopleEntities } from '../src/tests/people';
import { startTestIssuer } from '../src/tests/testIssuer';
import { testConfig } from '../src/tests/testPipeline';
import { World } from '../src/tests/World';
import { createDevelopmentModule } from './developmentModule';

/** The pipeline for one admin, who may do everything. */
async function main() {
  const world = World.create();
  process.once('exit', () => world.remove());
  const [database, issuer] = await Promise.all([
    startDevelopmentDatabase(),
    startTestIssuer(),
  ]);
  const { runDirectory, encryptionKeyFile } = testConfig(world);
  Object.assign(process.env, database.environment, {
    DEV_RUN_DIRECTORY: runDirectory,
    DEV_KEY_FILE: encryptionKeyFile,
    DEV_ISSUER: issuer.url,
  });

  const backend = createBackend();
  backend.add(import('../src'));
  backend.add(createDevelopmentModule(world));
  backend.add(catalogServiceMock.factory({ entities: peopleEntities() }));
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.events.factory());
  backend.add(
    mockServices.httpAuth.factory({
      defaultCredentials: mockCredentials.user('user:default/admin'),
    }),
  );
  backend.add(
    createServiceFactory({
      service: notificationService,
      deps: {},
      factory: () => ({ send: async () => {} }),
    }),
  );
  await backend.start();
  process.stdout.write(
    `The world is ${world.dir}; an applying change ends with: touch ` +
      `${world.dir}/applying.go-engine-after\n` +
      `A sign-in to approve with, for ten minutes: ${await issuer.idToken(
        'admin',
      )}\n`,
  );
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
