import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { ProxmoxClient } from '@orion/backstage-plugin-orion-proxmox-common';
import { ClusterEntityProvider } from './ClusterEntityProvider';
import { InventoryReader } from './InventoryReader';
import { readProviderConfigs } from './readProviderConfigs';

/**
 * Brings clusters, nodes, storages, bridges and guests into the catalog. Reads
 * the proxmox plugin over HTTP, so it also works in another process.
 *
 * @public
 */
const proxmoxCatalogModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'orion-proxmox',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        catalog,
        config,
        discovery,
        events,
        logger,
        processing,
        scheduler,
      }) {
        const proxmox = new ProxmoxClient({ discoveryApi: discovery });
        const reader = new InventoryReader({ auth, proxmox });
        const listApplied = async (locationKey: string) => {
          const { items } = await catalog.getEntities(
            {
              filter: {
                [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]:
                  locationKey,
              },
              fields: ['kind', 'metadata.name', 'metadata.namespace'],
            },
            { credentials: await auth.getOwnServiceCredentials() },
          );
          return items.map(entity => stringifyEntityRef(entity));
        };
        for (const provider of readProviderConfigs(config)) {
          const taskRunner = scheduler.createScheduledTaskRunner({
            frequency: { seconds: 30 },
            timeout: { minutes: 5 },
            initialDelay: { seconds: 3 },
            scope: 'global',
          });
          processing.addEntityProvider(
            ClusterEntityProvider.create(provider, {
              events,
              listApplied,
              logger,
              reader,
              taskRunner,
            }),
          );
        }
      },
    });
  },
});

export default proxmoxCatalogModule;
