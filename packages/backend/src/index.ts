import { createBackend } from '@backstage/backend-defaults';
import { httpServer } from './httpServer';
import { outliveLogReader } from './outliveLogReader';
import { releaseStartupMemory } from './releaseStartupMemory';

/** One process serves the app and every plugin; composition only. */
const backend = createBackend();

backend.add(httpServer);

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@orion/backstage-plugin-permission-backend-module-orion'));
backend.add(import('@orion/backstage-plugin-scaffolder-backend-module-orion'));
backend.add(import('@orion/backstage-plugin-orion-backend'));
backend.add(import('@orion/backstage-plugin-orion-bgp-backend'));
backend.add(import('@orion/backstage-plugin-orion-changes-backend'));
backend.add(import('@orion/backstage-plugin-orion-proxmox-backend'));

outliveLogReader();
backend.start().then(releaseStartupMemory);
