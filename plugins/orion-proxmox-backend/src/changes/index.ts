import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { changeKindsExtensionPoint } from '@orion/backstage-plugin-orion-changes-node';
import {
  NetboxIpamProvider,
  readNetboxConfig,
} from '@orion/backstage-plugin-orion-ipam-node';
import { readClusters, readTerraform } from '../config';
import { scheduleAddressSweep } from './scheduleAddressSweep';
import { OwnershipWriter } from './OwnershipWriter';
import { TerraformStack } from './terraform/TerraformStack';
import { CreateMachineKind } from './virtualMachine/CreateMachineKind';
import { DestroyMachineKind } from './virtualMachine/DestroyMachineKind';

/**
 * Registers the kinds of change of the Proxmox domain with the pipeline.
 *
 * @public
 */
const proxmoxChangesModule = createBackendModule({
  pluginId: 'orion-changes',
  moduleId: 'proxmox',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        kinds: changeKindsExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, kinds, logger, scheduler }) {
        const clusters = new Map(
          readClusters(config).map(cluster => [cluster.id, cluster]),
        );
        const netbox = readNetboxConfig(config);
        const deps = {
          clusters,
          stack: new TerraformStack(readTerraform(config)),
          ipam: netbox?.writeToken
            ? NetboxIpamProvider.create(netbox)
            : undefined,
          ownership: new OwnershipWriter({ auth, discovery }),
        };
        kinds.addChangeKind(new CreateMachineKind(deps));
        kinds.addChangeKind(new DestroyMachineKind(deps));
        if (deps.ipam) {
          await scheduleAddressSweep(deps.ipam, { logger, scheduler });
        }
      },
    });
  },
});

export default proxmoxChangesModule;
