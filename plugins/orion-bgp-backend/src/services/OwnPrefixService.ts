import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  NeighborRelation,
  OwnAspa,
  OwnPrefix,
  OwnPrefixList,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { DecidedRow, DecidedStore } from '../database/DecidedStore';
import { SessionStore } from '../database/SessionStore';
import { ListedSessionRow } from '../database/tables';
import { BgpAccess } from './BgpAccess';
import { findPrefixDrift } from './findDrift';
import { AggregateSource } from './intent/AggregateSource';
import { neighborFacts } from './neighborRelations';
import { validUntil } from './validUntil';

/** Far more routers than paths of one's own prefix. */
const MAX_PATHS = 100;

export interface OwnPrefixServiceDeps {
  access: BgpAccess;
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  decided: Pick<DecidedStore, 'list'>;
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
    const { prefixes, from, note } = await aggregates.find();
    if (!prefixes || routers.length === 0) {
      return { items: [], actionRouters: [], note };
    }
    const ids = routers.map(({ id }) => id);
    const decided = (await this.#deps.decided.list(ids)).filter(
      ({ target }) => target === 'prefix',
    );
    const [rows, { tables }] = await Promise.all([
      store.listSessions(ids),
      this.#deps.collector.ask('tables', {}),
    ]);
    const external = new Set(
      rows
        .filter(({ reading }) => reading.type === 'external')
        .map(({ router, name }) => `${router} ${name}`),
    );
    // Parts of an aggregate are ours where a change announced them.
    const ours = [...prefixes, ...decided.map(({ name }) => name)];
    const [aspa, ...items] = await Promise.all([
      this.#aspa(rows.filter(({ gone_at }) => gone_at === null)),
      ...[...new Set(ours)].map(prefix =>
        this.#look(prefix, {
          external,
          tables,
          decided: decided.filter(({ name }) => name === prefix),
        }),
      ),
    ]);
    return { items, actionRouters: actionRouters(routers), aspa, from, note };
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

  async #look(
    prefix: string,
    known: {
      external: Set<string>;
      tables: TableState[];
      decided: DecidedRow[];
    },
  ): Promise<OwnPrefix> {
    const { collector, routers } = this.#deps;
    const [rpki, { items }] = await Promise.all([
      collector.ask('validate', { prefix, originAs: routers[0].asn }),
      collector.ask('search', { q: prefix, match: 'exact', limit: MAX_PATHS }),
    ]);
    const own = items.filter(({ session }) => session === undefined);
    const drifts = known.decided.map(row => {
      const path = own.find(({ router }) => router === row.router);
      return findPrefixDrift(row, {
        announced: path !== undefined,
        since: path?.since,
        table: known.tables.find(({ router }) => router === row.router),
      });
    });
    return {
      prefix,
      rpki,
      validUntil: validUntil(rpki, prefix, routers[0].asn),
      drifts: drifts.filter(drift => drift !== undefined),
      announced: own
        .filter(({ best }) => best)
        .map(({ router, exportedTo }) => ({
          router,
          to: exportedTo.filter(name =>
            known.external.has(`${router} ${name}`),
          ),
        })),
    };
  }
}

/** Only GoBGP is told at run time what to announce. */
function actionRouters(routers: RouterConfig[]): string[] {
  return routers
    .filter(({ actions, endpoint }) => actions && endpoint.driver === 'gobgp')
    .map(({ id }) => id);
}
