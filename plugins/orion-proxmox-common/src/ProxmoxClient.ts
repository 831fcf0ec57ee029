import { ResponseError } from '@backstage/errors';
import { DefaultApiClient } from './schema/openapi/generated';
import {
  ClusterList,
  ClusterOptions,
  ClusterSummary,
  GuestDetail,
  GuestPage,
} from './types';

/**
 * What a list can be sorted by. Guests without a value come first in ascending
 * order; ties go by cluster and VMID.
 *
 * @public
 */
export type GuestSort =
  | 'name'
  | 'vmid'
  | 'status'
  | 'node'
  | 'memory'
  | 'cpu'
  | 'owner';

/** Which guests are wanted. Nobody gets more than they may see. @public */
export interface ListGuestsQuery {
  /**
   * Words and `field:value` pairs, all of which must match; `-` negates. Fields:
   * name, vmid, status, node, tag, owner, cluster, managed.
   */
  filter?: string;
  /** Default `name`. */
  sort?: GuestSort;
  /** Default `asc`. */
  order?: 'asc' | 'desc';
  /** With templates. Default: without. */
  templates?: boolean;
  /** 1 to 200. Default 50. */
  limit?: number;
  /**
   * `nextCursor` of the page before, with the same sort and order; anything
   * else is a 400.
   */
  cursor?: string;
}

/** Options of every call: a plugin token on the server side. @public */
export interface ProxmoxCallOptions {
  /** Left out in a browser, where `fetchApi` adds the person's. */
  token?: string;
}

/**
 * The Proxmox domain as browsers and other plugins read it. Every method throws
 * `ResponseError` with the backend's own message.
 *
 * @public
 */
export interface ProxmoxApi {
  /**
   * One page with counts and freshness. Without a role or a cluster the page is
   * empty and its note says what to do.
   */
  listGuests(
    query?: ListGuestsQuery,
    options?: ProxmoxCallOptions,
  ): Promise<GuestPage>;
  /** Throws `ResponseError` 404 when there is none or the caller may not see it. */
  getGuest(
    ref: { cluster: string; vmid: number },
    query?: { agent?: boolean },
    options?: ProxmoxCallOptions,
  ): Promise<GuestDetail>;
  /**
   * Every configured cluster, whether it answers or not. 403 without a role.
   */
  listClusters(options?: ProxmoxCallOptions): Promise<ClusterList>;
  /**
   * Nodes, storages, sizes, images and networks of one cluster. 403 without a
   * role, 404 for a cluster that is not configured.
   */
  getOptions(
    cluster: string,
    options?: ProxmoxCallOptions,
  ): Promise<ClusterOptions>;
  /** Asks for an immediate look; returns without waiting for it. */
  refresh(
    cluster: string,
    options?: ProxmoxCallOptions,
  ): Promise<ClusterSummary>;
}

/**
 * {@link ProxmoxApi} over the generated client.
 *
 * @public
 */
export class ProxmoxClient implements ProxmoxApi {
  readonly #client: DefaultApiClient;

  /**
   * Pass `fetchApi` in a browser: it adds the person's token. On a server the
   * call options carry one.
   */
  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#client = new DefaultApiClient(options);
  }

  /** {@inheritDoc ProxmoxApi.listGuests} */
  async listGuests(query: ListGuestsQuery = {}, options?: ProxmoxCallOptions) {
    return read<GuestPage>(await this.#client.listGuests({ query }, options));
  }

  /** {@inheritDoc ProxmoxApi.getGuest} */
  async getGuest(
    path: { cluster: string; vmid: number },
    query: { agent?: boolean } = {},
    options?: ProxmoxCallOptions,
  ) {
    return read<GuestDetail>(
      await this.#client.getGuest({ path, query }, options),
    );
  }

  /** {@inheritDoc ProxmoxApi.listClusters} */
  async listClusters(options?: ProxmoxCallOptions) {
    return read<ClusterList>(await this.#client.listClusters({}, options));
  }

  /** {@inheritDoc ProxmoxApi.getOptions} */
  async getOptions(cluster: string, options?: ProxmoxCallOptions) {
    const answer = await this.#client.getClusterOptions(
      { path: { cluster } },
      options,
    );
    return read<ClusterOptions>(answer);
  }

  /** {@inheritDoc ProxmoxApi.refresh} */
  async refresh(cluster: string, options?: ProxmoxCallOptions) {
    const answer = await this.#client.refreshCluster(
      { path: { cluster } },
      options,
    );
    return read<ClusterSummary>(answer);
  }
}

async function read<T>(answer: {
  ok: boolean;
  json(): Promise<unknown>;
}): Promise<T> {
  if (!answer.ok) {
    throw await ResponseError.fromResponse(answer as never);
  }
  return (await answer.json()) as T;
}
