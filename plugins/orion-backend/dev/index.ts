import { createBackend } from '@backstage/backend-defaults';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { startDevelopmentDatabase } from '@orion/backstage-plugin-orion-node/testing';
import { startDevelopmentLab } from '@orion/lab';

/** The checks, and the plugin they read guests from. */
async function main() {
  const [database, lab] = await Promise.all([
    startDevelopmentDatabase(),
    startDevelopmentLab(),
  ]);
  Object.assign(process.env, database.environment, lab.environment);

  const backend = createBackend();
  backend.add(import('../src'));
  backend.add(import('@orion/backstage-plugin-orion-proxmox-backend/plugin'));
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.events.factory());
  backend.add(
    mockServices.httpAuth.factory({
      defaultCredentials: mockCredentials.user('user:default/operator'),
    }),
  );
  await backend.start();
  process.stdout.write(
    `Faults of the lab: ${lab.controls.proxmox}, ${lab.controls.netbox}\n`,
  );
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
