import { ResponseError } from '@backstage/errors';
import { DefaultApiClient } from './schema/openapi/generated';
import {
  ClusterList,
  ClusterOptions,
  ClusterSummary,
  GuestDetail,
  GuestPage,
} from './types';

/** @public */
export type GuestSort =
  | 'name'
  | 'vmid'
  | 'status'
  | 'node'
  | 'memory'
  | 'cpu'
  | 'owner';

/** @public */
export interface ListGuestsQuery {
  /**
   * Words and `field:value` pairs, all of which must match; `-` negates. Fields:
   * name, vmid, status, node, tag, owner, cluster, managed.
   */
  filter?: string;
  sort?: GuestSort;
  order?: 'asc' | 'desc';
  /** With templates. Default: without. */
  templates?: boolean;
  /** 1 to 200. Default 50. */
  limit?: number;
  cursor?: string;
}

/** Options of every call: a plugin token on the server side. @public */
export interface ProxmoxCallOptions {
  token?: string;
}

/**
 * The Proxmox domain as browsers and other plugins read it. Every method throws
 * `ResponseError` with the backend's own message.
 *
 * @public
 */
export interface ProxmoxApi {
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
  listClusters(options?: ProxmoxCallOptions): Promise<ClusterList>;
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

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#client = new DefaultApiClient(options);
  }

  async listGuests(query: ListGuestsQuery = {}, options?: ProxmoxCallOptions) {
    return read<GuestPage>(await this.#client.listGuests({ query }, options));
  }

  async getGuest(
    path: { cluster: string; vmid: number },
    query: { agent?: boolean } = {},
    options?: ProxmoxCallOptions,
  ) {
    return read<GuestDetail>(
      await this.#client.getGuest({ path, query }, options),
    );
  }

  async listClusters(options?: ProxmoxCallOptions) {
    return read<ClusterList>(await this.#client.listClusters({}, options));
  }

  async getOptions(cluster: string, options?: ProxmoxCallOptions) {
    const answer = await this.#client.getClusterOptions(
      { path: { cluster } },
      options,
    );
    return read<ClusterOptions>(answer);
  }

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
