import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  OwnPrefix,
  OwnPrefixList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { SessionStore } from '../database/SessionStore';
import { BgpAccess } from './BgpAccess';
import { AggregateSource } from './intent/AggregateSource';
import { validUntil } from './validUntil';

/** Far more routers than paths of one's own prefix. */
const MAX_PATHS = 100;

export interface OwnPrefixServiceDeps {
  access: BgpAccess;
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  routers: RouterConfig[];
  store: SessionStore;
}

/** What the AS announces, as its routers and the ROAs have it. */
export class OwnPrefixService {
  readonly #deps: OwnPrefixServiceDeps;

  static create(deps: OwnPrefixServiceDeps): OwnPrefixService {
    return new OwnPrefixService(deps);
  }

  private constructor(deps: OwnPrefixServiceDeps) {
    this.#deps = deps;
  }

  /** @throws ServiceUnavailableError */
  async list(credentials: BackstageCredentials): Promise<OwnPrefixList> {
    const { access, aggregates, routers, store } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const { prefixes, from, note } = await aggregates.find();
    if (!prefixes || routers.length === 0) {
      return { items: [], note };
    }
    const rows = await store.listSessions(routers.map(({ id }) => id));
    const external = new Set(
      rows
        .filter(({ reading }) => reading.type === 'external')
        .map(({ router, name }) => `${router} ${name}`),
    );
    const items = await Promise.all(
      prefixes.map(prefix => this.#look(prefix, external)),
    );
    return { items, from, note };
  }

  async #look(prefix: string, external: Set<string>): Promise<OwnPrefix> {
    const { collector, routers } = this.#deps;
    const [rpki, { items }] = await Promise.all([
      collector.ask('validate', { prefix, originAs: routers[0].asn }),
      collector.ask('search', { q: prefix, match: 'exact', limit: MAX_PATHS }),
    ]);
    return {
      prefix,
      rpki,
      validUntil: validUntil(rpki, prefix, routers[0].asn),
      announced: items
        .filter(({ session, best }) => session === undefined && best)
        .map(({ router, exportedTo }) => ({
          router,
          to: exportedTo.filter(name => external.has(`${router} ${name}`)),
        })),
    };
  }
}
