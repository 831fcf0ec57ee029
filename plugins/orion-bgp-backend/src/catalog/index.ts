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
import { SESSIONS_CHANGED_TOPIC } from '../services/Announcer';
import { BgpEntitySource } from './BgpEntitySource';
import { readProviderConfig } from './readProviderConfig';
import { LOCATION } from './toEntities';

/**
 * Brings BGP routers, sessions and autonomous systems into the catalog. Reads
 * the BGP plugin over HTTP, so it also works in another process.
 *
 * @public
 */
const bgpCatalogModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'orion-bgp',
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
      async init(deps) {
        const { events, logger, scheduler } = deps;
        const config = readProviderConfig(deps.config);
        if (!config) {
          return;
        }
        deps.processing.addEntityProvider(
          SnapshotEntityProvider.create({
            name: LOCATION,
            system: 'the routers',
            source: BgpEntitySource.create({ ...deps, config }),
            events,
            topic: SESSIONS_CHANGED_TOPIC,
            concerns: () => true,
            listApplied: createListApplied(deps),
            logger,
            taskRunner: scheduler.createScheduledTaskRunner({
              frequency: { seconds: 30 },
              timeout: { minutes: 5 },
              initialDelay: { seconds: 5 },
              scope: 'global',
            }),
          }),
        );
      },
    });
  },
});

export default bgpCatalogModule;
