import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../util/paths';

/** What create-app's backend has instead of ORION's roles. */
const ALLOW_ALL = `
import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';

backend.add(
  createBackendModule({
    pluginId: 'permission',
    moduleId: 'allow-all',
    register(env) {
      env.registerInit({
        deps: { policy: policyExtensionPoint },
        async init({ policy }) {
          policy.setPolicy({ handle: async () => ({ result: AuthorizeResult.ALLOW }) });
        },
      });
    },
  }),
);
`;

/**
 * Writes the same backend without anything of ORION: the official plugins of
 * this portal with the policy of a new Backstage app. The peer of the portal's
 * ready time and memory. Returns the file.
 */
export function writeStockBackend(): string {
  const source = readFileSync(
    join(paths.root, 'packages/backend/src/index.ts'),
    'utf8',
  );
  const official = source
    .split('\n')
    .filter(line => !/@orion\/|httpServer|from '\.\//.test(line))
    .join('\n')
    .replace(/^backend\.start\(\).*$/m, `${ALLOW_ALL}\nbackend.start();`);
  const file = join(paths.home, 'stock.ts');
  writeFileSync(file, official);
  return file;
}

/** Its own databases on the same server. */
export const stockOverrides = {
  backend: { database: { prefix: 'stock_plugin_' } },
};
