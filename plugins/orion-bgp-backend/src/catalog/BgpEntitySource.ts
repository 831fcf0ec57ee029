import { AuthService } from '@backstage/backend-plugin-api';
import { BgpApi } from '@orion/backstage-plugin-orion-bgp-common';
import {
  EntitySnapshot,
  EntitySource,
} from '@orion/backstage-plugin-orion-node';
import { ProviderConfig } from './readProviderConfig';
import { toEntities } from './toEntities';

/** The entities of all routers, as the BGP plugin tells it. */
export class BgpEntitySource implements EntitySource {
  readonly #auth: AuthService;
  readonly #bgp: BgpApi;
  readonly #config: ProviderConfig;

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
