import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { changeKindsExtensionPoint } from '@orion/backstage-plugin-orion-changes-node';
// Started as a process and never called: without this the build leaves it out.
import './actor/actorEntry';
import { CollectorClient } from '../collector/CollectorClient';
import { HttpSessionPast } from './comeback/SessionPast';
import { DesiredStatesClient } from './DesiredStates';
import { createInventories } from './guests/createInventories';
import { createManagementSource } from './lastPath/ManagementSource';
import { peeringKinds } from './peering/peeringKinds';
import { createAggregateSource } from './prefix/createAggregateSource';
import { PrefixKind } from './prefix/PrefixKind';
import { prefixKinds } from './prefix/prefixKinds';
import { readActionsConfig } from './readActionsConfig';
import { HttpMigrationApi } from './migration/MigrationApi';
import { MigrationKind } from './migration/MigrationKind';
import { migrationKinds } from './migration/migrationKinds';
import { SessionKind } from './SessionKind';
import { sessionKinds } from './sessionKinds';

/**
 * Registers the kinds of change on BGP sessions and prefixes with the pipeline. A router
 * without `actions` in the configuration stays read only: they refuse it.
 *
 * @public
 */
const bgpChangesModule = createBackendModule({
  pluginId: 'orion-changes',
  moduleId: 'bgp',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        kinds: changeKindsExtensionPoint,
      },
      async init({ auth, config, discovery, kinds }) {
        const deps = {
          aggregates: createAggregateSource(config, { auth, discovery }),
          management: createManagementSource(config, { auth, discovery }),
          desired: new DesiredStatesClient({ auth, discovery }),
          past: new HttpSessionPast({ auth, discovery }),
          guests: createInventories(config, { auth, discovery }),
          config: readActionsConfig(config),
          collector: new CollectorClient({ auth, discovery }),
          // A debugger of the portal's port would keep the actor from starting.
          execArgv: process.execArgv.filter(flag => !/^--inspect/.test(flag)),
        };
        for (const options of sessionKinds) {
          kinds.addChangeKind(new SessionKind(deps, options));
        }
        const [configure, addPeering, removePeering] = peeringKinds(
          deps,
          config,
        );
        kinds.addChangeKind(configure);
        kinds.addChangeKind(addPeering);
        kinds.addChangeKind(removePeering);
        const migration = new HttpMigrationApi({ auth, discovery });
        for (const options of migrationKinds) {
          kinds.addChangeKind(
            new MigrationKind({ ...deps, migration }, options),
          );
        }
        for (const options of prefixKinds) {
          kinds.addChangeKind(new PrefixKind(deps, options));
        }
      },
    });
  },
});

export default bgpChangesModule;
