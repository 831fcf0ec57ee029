import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  NeighborRelation,
  OwnAspa,
  OwnPrefix,
  OwnPrefixList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { SessionStore } from '../database/SessionStore';
import { ListedSessionRow } from '../database/tables';
import { BgpAccess } from './BgpAccess';
import { neighborFacts } from './neighborRelations';
import { validUntil } from './validUntil';

/** Far more routers than paths of one's own prefix. */
const MAX_PATHS = 100;

export interface OwnPrefixServiceDeps {
  access: BgpAccess;
  /** In canonical form; undefined when nobody said. */
  aggregates: string[] | undefined;
  collector: Pick<CollectorClient, 'ask'>;
  /** What neighbors are to us, by AS number, where sessions do not say. */
  relations: ReadonlyMap<number, NeighborRelation>;
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
    if (!aggregates || routers.length === 0) {
      return {
        items: [],
        note: 'What the AS announces is not said. Name it under orion.bgp.aggregates.',
      };
    }
    const rows = await store.listSessions(routers.map(({ id }) => id));
    const external = new Set(
      rows
        .filter(({ reading }) => reading.type === 'external')
        .map(({ router, name }) => `${router} ${name}`),
    );
    const [aspa, ...items] = await Promise.all([
      this.#aspa(rows.filter(({ gone_at }) => gone_at === null)),
      ...aggregates.map(prefix => this.#look(prefix, external)),
    ]);
    return { items, aspa };
  }

  /** Which of the providers that sessions lead to the own ASPA names. */
  async #aspa(rows: ListedSessionRow[]): Promise<OwnAspa> {
    const { collector, relations, routers } = this.#deps;
    const [{ asn }] = routers;
    const facts = Object.values(neighborFacts(rows, relations));
    const transits = new Set(
      facts
        .flatMap(sessions => Object.values(sessions))
        .filter(
          ({ relation, internal }) => relation === 'provider' && !internal,
        )
        .map(neighbor => neighbor.asn),
    );
    return {
      asn,
      ...(await collector.ask('aspa', { asn })),
      transits: [...transits].sort((a, b) => a - b),
    };
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
