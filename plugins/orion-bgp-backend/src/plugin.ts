import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { orionBgpPermissions } from '@orion/backstage-plugin-orion-bgp-common';
import { registerActions } from './actions/registerActions';
import { AsNames } from './asNames/AsNames';
import { CollectorClient } from './collector/CollectorClient';
import {
  readHistoryInterval,
  readHistoryPrefixes,
  readRouters,
} from './config';
import { MigrationStore } from './database/MigrationStore';
import { createReading } from './createReading';
import { readNetboxIntentConfig } from './readNetboxIntentConfig';
import { createRouter } from './router/createRouter';
import { AsNameService } from './services/AsNameService';
import { MigrationService } from './services/MigrationService';
import { readRelations } from './services/neighborRelations';
import { OwnPrefixService } from './services/OwnPrefixService';
import { readAggregates, readMigration } from './services/readMigration';
import { RouteService } from './services/RouteService';
import { scheduleGates } from './services/gates/scheduleGates';
import { scheduleRollUp } from './services/scheduleRollUp';

/**
 * Reads the sessions of BGP routers and serves them, with how they went.
 *
 * @public
 */
const orionBgpPlugin = createBackendPlugin({
  pluginId: 'orion-bgp',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { config, database, lifecycle } = deps;
        const knex = await database.getClient();
        if (!database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@orion/backstage-plugin-orion-bgp-backend',
              'migrations',
            ),
          });
        }
        const routers = readRouters(config);
        const collector = new CollectorClient(deps);
        const netbox = readNetboxIntentConfig(config);
        const migrating = readMigration(config, routers);
        const reading = createReading({
          ...deps,
          knex,
          routers,
          collector,
          configuredAggregates: readAggregates(config),
          gatesWithoutNetbox: migrating?.withoutNetbox ?? false,
          historyIntervalMs: readHistoryInterval(config),
          historyPrefixes: readHistoryPrefixes(config),
          netbox,
        });
        const { access, aggregates, decided, memory, store } = reading;
        const asNames = AsNameService.create({
          access,
          names: new AsNames({
            file: config.getOptionalString('orion.bgp.asNames.file'),
            logger: deps.logger,
          }),
        });
        const relations = readRelations(config);
        const routes = RouteService.create({
          access,
          collector,
          memory,
          relations,
          routers,
          store,
        });
        const ownPrefixes = OwnPrefixService.create({
          access,
          aggregates,
          collector,
          decided,
          memory,
          relations,
          routers,
          store,
          watch: reading.watch,
        });
        const migration = MigrationService.create({
          access,
          aggregates: reading.gateAggregates,
          collector,
          decided,
          store,
          kept: MigrationStore.create({ knex }),
          watch: reading.watch,
          migration: migrating,
        });
        deps.permissionsRegistry.addPermissions(orionBgpPermissions);
        deps.httpRouter.use(
          await createRouter({
            ...deps,
            ...reading,
            asNames,
            routes,
            migration,
            ownPrefixes,
          }),
        );
        registerActions(deps.actionsRegistry, {
          ...reading,
          ...{ routes, ownPrefixes, migration },
        });
        await scheduleRollUp({ ...deps, history: reading.history, store });
        if (migrating) {
          await scheduleGates({ ...deps, migration });
        }
        lifecycle.addStartupHook(() => reading.start());
        lifecycle.addShutdownHook(() => reading.stop());
      },
    });
  },
});

export default orionBgpPlugin;
