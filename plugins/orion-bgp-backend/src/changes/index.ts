import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { changeKindsExtensionPoint } from '@orion/backstage-plugin-orion-changes-node';
// Started as a process and never called: without this the build leaves it out.
import './actor/actorEntry';
import { CollectorClient } from '../collector/CollectorClient';
import { readAggregates } from '../services/readMigration';
import { readNetboxConfig } from '@orion/backstage-plugin-orion-ipam-node';
import { PeeringRecords } from '../clients/netbox/PeeringRecords';
import { AddPeeringKind } from './peering/AddPeeringKind';
import { ConfigureKind } from './peering/ConfigureKind';
import { RemovePeeringKind } from './peering/RemovePeeringKind';
import { PlaybookRunner } from './playbook/PlaybookRunner';
import { readAnsibleTools } from './playbook/readAnsibleConfig';
import { DesiredStatesClient } from './DesiredStates';
import { createInventories } from './guests/createInventories';
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
        const aggregates = readAggregates(config);
        const deps = {
          aggregates: async () => aggregates,
          desired: new DesiredStatesClient({ auth, discovery }),
          guests: createInventories(config, { auth, discovery }),
          config: readActionsConfig(config),
          collector: new CollectorClient({ auth, discovery }),
          // A debugger of the portal's port would keep the actor from starting.
          execArgv: process.execArgv.filter(flag => !/^--inspect/.test(flag)),
        };
        for (const options of sessionKinds) {
          kinds.addChangeKind(new SessionKind(deps, options));
        }
        const runner = new PlaybookRunner(readAnsibleTools(config));
        const netbox = readNetboxConfig(config);
        const peering = {
          ...deps,
          runner,
          records: netbox?.writeToken
            ? PeeringRecords.create(netbox)
            : undefined,
        };
        kinds.addChangeKind(new ConfigureKind(peering));
        kinds.addChangeKind(new AddPeeringKind(peering));
        kinds.addChangeKind(new RemovePeeringKind(peering));
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
