import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  createListApplied,
  SnapshotEntityProvider,
} from '@orion/backstage-plugin-orion-node';
import { GUESTS_CHANGED_TOPIC } from '../services/Announcer';
import { ClusterEntitySource } from './ClusterEntitySource';
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
        const reader = InventoryReader.create({ auth, discovery });
        const listApplied = createListApplied({ auth, catalog });
        for (const provider of readProviderConfigs(config)) {
          processing.addEntityProvider(
            SnapshotEntityProvider.create({
              name: `orion-proxmox:${provider.cluster}`,
              system: provider.cluster,
              source: new ClusterEntitySource({ config: provider, reader }),
              events,
              topic: GUESTS_CHANGED_TOPIC,
              concerns: payload =>
                (payload as { cluster?: string }).cluster === provider.cluster,
              listApplied,
              logger,
              taskRunner: scheduler.createScheduledTaskRunner({
                frequency: { seconds: 30 },
                timeout: { minutes: 5 },
                initialDelay: { seconds: 3 },
                scope: 'global',
              }),
            }),
          );
        }
      },
    });
  },
});

export default proxmoxCatalogModule;
