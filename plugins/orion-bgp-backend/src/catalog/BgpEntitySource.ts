import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { BgpApi, BgpClient } from '@orion/backstage-plugin-orion-bgp-common';
import {
  EntitySnapshot,
  EntitySource,
  fetchWithin,
} from '@orion/backstage-plugin-orion-node';
import { ProviderConfig } from './readProviderConfig';
import { toEntities } from './toEntities';

/** The catalog looks every half minute; an answer that is later than that never comes. */
const DEADLINE_MS = 30_000;

/** The entities of all routers, as the BGP plugin tells it. */
export class BgpEntitySource implements EntitySource {
  readonly #auth: AuthService;
  readonly #bgp: BgpApi;
  readonly #config: ProviderConfig;

  /** @param deps - `deadlineMs` of one answer: without one a look might never end, nor another begin */
  static create(deps: {
    auth: AuthService;
    config: ProviderConfig;
    deadlineMs?: number;
    discovery: DiscoveryService;
  }): BgpEntitySource {
    const { auth, config, discovery, deadlineMs = DEADLINE_MS } = deps;
    const fetchApi = fetchWithin(deadlineMs);
    const bgp = new BgpClient({ discoveryApi: discovery, fetchApi });
    return new BgpEntitySource({ auth, bgp, config });
  }

  constructor(deps: {
    auth: AuthService;
    bgp: BgpApi;
    config: ProviderConfig;
  }) {
    this.#auth = deps.auth;
    this.#bgp = deps.bgp;
    this.#config = deps.config;
  }

  async read(): Promise<EntitySnapshot | undefined> {
    const options = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'orion-bgp',
    });
    const [{ items: routers }, { items: sessions }] = await Promise.all([
      this.#bgp.listRouters(options),
      this.#bgp.listSessions({}, options),
    ]);
    if (routers.every(({ freshness }) => !freshness.fetchedAt)) {
      return undefined;
    }
    // Sessions of a silent router stay as they were last read: nothing is lost by silence.
    const incomplete = routers.find(({ complete }) => !complete);
    return {
      entities: toEntities(routers, sessions, this.#config),
      complete: incomplete === undefined,
      error: incomplete?.freshness.error,
    };
  }
}
