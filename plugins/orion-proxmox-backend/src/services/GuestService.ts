import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  GuestDetail,
  GuestPage,
  GuestSort,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { ClusterConfig } from '../config';
import { GuestQueries } from '../database/GuestQueries';
import { GuestKey } from '../database/OwnershipStore';
import { AgentReader } from './AgentReader';
import { ClusterWatch } from './ClusterWatch';
import { GuestAccess } from './GuestAccess';
import { toGuest } from './toGuest';

/** What to do when there is no cluster to read. */
export const UNCONFIGURED =
  'No Proxmox cluster is configured. Add one under orion.proxmox.clusters in app-config.local.yaml.';

export interface ListGuestsRequest {
  filter?: string;
  sort: GuestSort;
  order: 'asc' | 'desc';
  templates: boolean;
  limit: number;
  cursor?: string;
}

export interface GuestServiceDeps {
  access: GuestAccess;
  agents: AgentReader;
  clusters: ClusterConfig[];
  guests: GuestQueries;
  /** References of guests that are never destroyed through ORION. */
  protectedRefs: ReadonlySet<string>;
  watch: ClusterWatch;
}

/** Reads of guests; what the caller may not see does not exist. */
export class GuestService {
  readonly #deps: GuestServiceDeps;

  static create(deps: GuestServiceDeps): GuestService {
    return new GuestService(deps);
  }

  private constructor(deps: GuestServiceDeps) {
    this.#deps = deps;
  }

  async list(
    request: ListGuestsRequest,
    credentials: BackstageCredentials,
  ): Promise<GuestPage> {
    const { access, clusters, guests, protectedRefs, watch } = this.#deps;
    if (clusters.length === 0) {
      return { ...nothing(), freshness: [], note: UNCONFIGURED };
    }
    const [visibility, states] = await Promise.all([
      access.findVisibility(credentials),
      watch.listStates(clusters),
    ]);
    const freshness = states.map(state => state.freshness);
    if (!visibility) {
      return {
        ...nothing(),
        freshness,
        note: 'Seeing guests needs a role. Ask an admin for a group with one.',
      };
    }
    const page = await guests.list(
      { ...request, clusters: clusters.map(({ id }) => id) },
      visibility,
    );
    const { rows, nextCursor, total, counts } = page;
    return {
      items: rows.map(row => toGuest(row, protectedRefs)),
      nextCursor,
      total,
      counts,
      freshness,
    };
  }

  /** @throws NotFoundError also when the caller may not see it. */
  async get(
    key: GuestKey,
    options: { agent: boolean },
    credentials: BackstageCredentials,
  ): Promise<GuestDetail> {
    const { access, agents, clusters, guests, protectedRefs, watch } =
      this.#deps;
    const cluster = clusters.find(({ id }) => id === key.cluster);
    const visibility = cluster && (await access.findVisibility(credentials));
    const row = visibility && (await guests.find(key, visibility));
    if (!cluster || !row) {
      throw new NotFoundError(`There is no guest ${key.cluster}/${key.vmid}`);
    }
    const [[{ freshness }], agent] = await Promise.all([
      watch.listStates([cluster]),
      options.agent ? agents.read(cluster, row) : undefined,
    ]);
    return { ...toGuest(row, protectedRefs), freshness, agent };
  }
}

function nothing(): GuestPage {
  const counts = { all: 0, running: 0, stopped: 0, other: 0 };
  return { items: [], total: 0, counts, freshness: [] };
}
