import { createBackend } from '@backstage/backend-defaults';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { startDevelopmentDatabase } from '@orion/backstage-plugin-orion-node/testing';
import { startBird, startGobgp, startValidator } from '@orion/lab';

/** BIRD, the GoBGP beside it, and a router that never answers; everybody may see everything. */
async function main() {
  const [database, bird, gobgp, validator] = await Promise.all([
    startDevelopmentDatabase(),
    startBird({ controlPort: 0 }),
    startGobgp({ port: 0, controlPort: 0 }),
    startValidator({ port: 0, controlPort: 0 }),
  ]);
  Object.assign(process.env, database.environment, {
    LAB_BIRD_SOCKET: bird.path,
    LAB_GOBGP_TARGET: gobgp.target,
    LAB_VALIDATOR_URL: validator.url,
  });

  const backend = createBackend();
  backend.add(import('../src/plugin'));
  backend.add(import('../src/collector'));
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.events.factory());
  backend.add(
    mockServices.httpAuth.factory({
      defaultCredentials: mockCredentials.user('user:default/operator'),
    }),
  );
  await backend.start();
  process.stdout.write(
    `Faults of the lab: BIRD ${bird.controlUrl}, GoBGP ${gobgp.controlUrl}, validator ${validator.controlUrl}\n`,
  );
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
