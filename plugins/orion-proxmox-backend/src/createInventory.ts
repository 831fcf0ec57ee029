import {
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  NetboxConfig,
  NetboxIpamProvider,
} from '@orion/backstage-plugin-orion-ipam-node';
import {
  RunningSourceLoop,
  runSourceLoop,
  SourceStore,
} from '@orion/backstage-plugin-orion-node';
import { Knex } from 'knex';
import { ClusterConfig } from './config';
import { GuestQueries } from './database/GuestQueries';
import { InventoryStore } from './database/InventoryStore';
import { DatabaseOwnershipStore } from './database/OwnershipStore';
import { InventoryConfig } from './readInventoryConfig';
import { AgentReader } from './services/AgentReader';
import { Announcer } from './services/Announcer';
import { ClusterService } from './services/ClusterService';
import { ClusterSource } from './services/ClusterSource';
import { ClusterWatch, sourceOf } from './services/ClusterWatch';
import { FreeAddresses } from './services/FreeAddresses';
import { GuestAccess } from './services/GuestAccess';
import { GuestService } from './services/GuestService';
import { OwnershipService } from './services/OwnershipService';

export interface InventoryDeps {
  clusters: ClusterConfig[];
  config: InventoryConfig;
  events: EventsService;
  knex: Knex;
  logger: LoggerService;
  netbox: NetboxConfig | undefined;
  permissions: PermissionsService;
  signals: SignalsService;
}

/** Puts the parts of the read side together; starts nothing. */
export function createInventory(deps: InventoryDeps) {
  const { clusters, config, knex, logger } = deps;
  const sources = SourceStore.create({ knex });
  const inventory = InventoryStore.create({ knex });
  const queries = GuestQueries.create({
    knex,
    defaultOwner: config.defaultOwner,
  });
  const announcer = new Announcer(deps);
  const access = new GuestAccess(deps);
  const watch = new ClusterWatch({ sources, logger });
  const freeAddresses = new FreeAddresses({
    ipam: createReader(deps.netbox),
    logger,
  });
  const loops: RunningSourceLoop[] = [];
  return {
    clusterConfigs: clusters,
    watch,
    guests: GuestService.create({
      access,
      agents: new AgentReader(),
      clusters,
      guests: queries,
      protectedRefs: config.protectedRefs,
      watch,
    }),
    clusters: ClusterService.create({
      access,
      clusters,
      freeAddresses,
      inventory,
      watch,
    }),
    ownership: OwnershipService.create({
      ownership: DatabaseOwnershipStore.create({ knex }),
      sources,
      async onChanged(id) {
        announcer.announce(id);
        const cluster = clusters.find(candidate => candidate.id === id);
        // A change ends with this: the snapshot should have its guest soon.
        await (cluster && watch.askRefresh(cluster));
      },
    }),
    /** Owners of the guests a permission decision is about, by reference. */
    async loadOwned(refs: string[]) {
      return Promise.all(
        refs.map(async ref => {
          const [, cluster, vmid] =
            /^proxmox:([^/]+)\/(\d{1,9})$/.exec(ref) ?? [];
          const owner =
            cluster &&
            (await queries.findOwner({ cluster, vmid: Number(vmid) }));
          return owner ? { owners: [owner] } : undefined;
        }),
      );
    },
    start() {
      for (const cluster of clusters) {
        const source = new ClusterSource({ cluster, inventory, logger });
        loops.push(
          runSourceLoop({
            knex,
            store: sources,
            logger,
            source: sourceOf(cluster),
            intervalMs: cluster.intervalMs,
            poll: signal => source.poll(signal),
            onChanged: async () => announcer.announce(cluster.id),
          }),
        );
      }
    },
    async stop() {
      await Promise.all(loops.splice(0).map(loop => loop.stop()));
    },
  };
}

/** With the read token only: the write token is the pipeline's. */
function createReader(
  netbox: NetboxConfig | undefined,
): NetboxIpamProvider | undefined {
  return netbox?.readToken
    ? NetboxIpamProvider.create({ ...netbox, writeToken: undefined })
    : undefined;
}
