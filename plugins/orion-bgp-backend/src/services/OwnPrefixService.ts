import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  NeighborRelation,
  OwnAggregates,
  OwnAnnouncement,
  OwnAspa,
  OwnPrefix,
  OwnPrefixList,
  Route,
  RpkiVerdict,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { isPrivateAs } from '../asNames/isPrivateAs';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { DecidedRow, DecidedStore } from '../database/DecidedStore';
import { SessionStore } from '../database/SessionStore';
import { ListedSessionRow } from '../database/tables';
import { AspaAnswer } from '../rib/worker/protocol';
import { parsePrefix } from '../routes/addresses';
import { covers } from '../routes/covers';
import { BgpAccess } from './BgpAccess';
import { CollectorMemory } from './CollectorMemory';
import { findPrefixDrift } from './findDrift';
import { inLots } from './inLots';
import { AggregateSource } from './intent/AggregateSource';
import { isKnownTable } from './isKnownTable';
import { RouterWatch } from './RouterWatch';
import { neighborFacts } from './neighborRelations';
import { validUntil } from './validUntil';

/** Far more routers than paths of one's own prefix. */
const MAX_PATHS = 100;
/** Of what lies in one: beyond it parts of ours may be missing. */
const MAX_PARTS = 200;
/** The collector refuses questions when hundreds wait. */
const AT_ONCE = 20;

type OwnPath = Pick<Route, 'router' | 'best' | 'exportedTo' | 'since'>;

interface OwnPrefixFact {
  prefix: string;
  /** Whose prefix it is: of the router that announces it. */
  originAs: number;
  /** Of an announcement by that AS. */
  rpki: RpkiVerdict;
  /** Paths without a session: what the routers have of their own. */
  own: OwnPath[];
  /**
   * Best ones over a session that name nobody else, as the other router's over iBGP;
   * absent in an answer that was kept by a version of before.
   */
  learned?: OwnPath[];
}

/** What the collector has to say of our prefixes. */
interface OwnPrefixFacts {
  tables: TableState[];
  aspa: AspaAnswer;
  prefixes: OwnPrefixFact[];
  /**
   * What goes out of them as a prefix of its own, by whoever configured that; absent,
   * as `cut`, in an answer that was kept by a version of before.
   */
  parts?: string[];
  /** Of those not everything in them was looked at. */
  cut?: string[];
}

/** The same, of some of them. */
type SomeFacts = Omit<OwnPrefixFacts, 'aspa'>;

/** What ORION has by itself, before the collector is asked. */
interface Ground {
  ours: string[];
  from: OwnAggregates['from'];
  note?: string;
  decided: DecidedRow[];
  /** `<router> <session>` of those to other networks. */
  external: Set<string>;
  rows: ListedSessionRow[];
  /** Of routers that do not answer: ISO UTC of their last answer, empty where there was none. */
  silentSince: Map<string, string>;
}

/** One of ours, and how old that is. */
type FoundOwnPrefix = OwnPrefix & { freshness: Freshness };

interface Look
  extends Pick<Ground, 'decided' | 'external' | 'rows' | 'silentSince'> {
  facts: SomeFacts;
}

export interface OwnPrefixServiceDeps {
  access: BgpAccess;
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  decided: Pick<DecidedStore, 'list'>;
  memory: CollectorMemory;
  /** What neighbors are to us, by AS number, where sessions do not say. */
  relations: ReadonlyMap<number, NeighborRelation>;
  routers: RouterConfig[];
  store: SessionStore;
  watch: Pick<RouterWatch, 'listStates'>;
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

  /** What is ours, and who says so. Needs no collector. */
  async getAggregates(
    credentials: BackstageCredentials,
  ): Promise<OwnAggregates> {
    const { access, aggregates } = this.#deps;
    await access.assertReadsRoutes(credentials);
    return aggregates.find();
  }

  /** As it was, while the collector is away. @throws ServiceUnavailableError */
  async list(credentials: BackstageCredentials): Promise<OwnPrefixList> {
    const { access, memory, routers } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const ground = await this.#ground();
    if (!('ours' in ground)) {
      return { items: [], actionRouters: [], note: ground.note };
    }
    const { ours, from, note, external, rows } = ground;
    const { answer, freshness } = await memory.recall('own-prefixes', () =>
      this.#ask(ours, external),
    );
    const { cut = [], parts = [] } = answer;
    const look = toLook(ground, answer, freshness);
    return {
      items: [...new Set([...ours, ...parts])].flatMap(
        prefix => this.#tell(prefix, look) ?? [],
      ),
      actionRouters: actionRouters(routers),
      aspa: this.#aspa(
        answer,
        rows.filter(({ gone_at }) => gone_at === null),
      ),
      from,
      freshness,
      note:
        [note, cut.length > 0 && tellCut(cut)].filter(Boolean).join(' ') ||
        undefined,
    };
  }

  /**
   * One of them, or a part that goes out, without a question about any other;
   * undefined for what is not ours. As it was, while the collector is away.
   *
   * @throws ServiceUnavailableError
   */
  async find(
    prefix: string,
    credentials: BackstageCredentials,
  ): Promise<FoundOwnPrefix | undefined> {
    const { access, memory } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const ground = await this.#ground();
    if (!('ours' in ground) || !ground.ours.some(one => holds(one, prefix))) {
      return undefined;
    }
    const { ours, external } = ground;
    const { answer, freshness } = await memory.lookUp<SomeFacts>(
      'own-prefixes',
      () => this.#askOne(prefix, external),
    );
    const own = [...ours, ...(answer.parts ?? [])].includes(prefix)
      ? this.#tell(prefix, toLook(ground, answer, freshness))
      : undefined;
    return own && { ...own, freshness };
  }

  /** A note alone where nobody says what is ours, or there is no router. */
  async #ground(): Promise<Ground | { note?: string }> {
    const { aggregates, routers, store, watch } = this.#deps;
    const { prefixes, from, note } = await aggregates.find();
    if (!prefixes || routers.length === 0) {
      return { note };
    }
    const ids = routers.map(({ id }) => id);
    const [allDecided, rows, states] = await Promise.all([
      this.#deps.decided.list(ids),
      store.listSessions(ids),
      watch.listStates(routers),
    ]);
    const decided = allDecided.filter(({ target }) => target === 'prefix');
    return {
      ...{ from, note, decided, rows },
      // Parts of an aggregate are ours where a change announced them.
      ours: [...new Set([...prefixes, ...decided.map(({ name }) => name)])],
      external: new Set(
        rows
          .filter(({ reading }) => reading.type === 'external')
          .map(({ router, name }) => `${router} ${name}`),
      ),
      silentSince: new Map(
        states.flatMap(({ freshness: { stale, fetchedAt = '' } }, index) =>
          stale ? [[ids[index], fetchedAt] as const] : [],
        ),
      ),
    };
  }

  async #ask(
    ours: string[],
    external: ReadonlySet<string>,
  ): Promise<OwnPrefixFacts> {
    const { collector, routers } = this.#deps;
    const [{ asn }] = routers;
    const [{ tables }, aspa, looks] = await Promise.all([
      collector.ask('tables', {}),
      collector.ask('aspa', { asn }),
      inLots(ours, AT_ONCE, prefix => this.#findParts(prefix, external)),
    ]);
    const parts = [...new Set(looks.flatMap(one => one.parts))].filter(
      part => !ours.includes(part),
    );
    return {
      ...{ tables, aspa, parts },
      cut: looks.flatMap(one => (one.isCut ? one.prefix : [])),
      prefixes: await inLots(
        [...ours, ...parts],
        AT_ONCE,
        async prefix => (await this.#askPrefix(prefix, external)).fact,
      ),
    };
  }

  async #askOne(
    prefix: string,
    external: ReadonlySet<string>,
  ): Promise<SomeFacts> {
    const [{ tables }, { fact, goesOut }] = await Promise.all([
      this.#deps.collector.ask('tables', {}),
      this.#askPrefix(prefix, external),
    ]);
    return { tables, prefixes: [fact], parts: goesOut ? [prefix] : [] };
  }

  /** Prefixes inside that are the network's own, and that others are told of. */
  async #findParts(prefix: string, external: ReadonlySet<string>) {
    const { items, nextCursor } = await this.#deps.collector.ask('search', {
      ...{ q: prefix, match: 'more-specific', limit: MAX_PARTS },
    });
    return {
      prefix,
      isCut: nextCursor !== undefined,
      parts: items
        .filter(one => one.prefix !== prefix && this.#goesOut(one, external))
        .map(one => one.prefix),
    };
  }

  async #askPrefix(
    prefix: string,
    external: ReadonlySet<string>,
  ): Promise<{ fact: OwnPrefixFact; goesOut: boolean }> {
    const { collector, routers } = this.#deps;
    const search = { q: prefix, match: 'exact', limit: MAX_PATHS } as const;
    const { items } = await collector.ask('search', search);
    const own = items
      .filter(({ session }) => session === undefined)
      .map(toOwnPath);
    const learned = items
      .filter(one => one.session !== undefined && one.best && this.#isOurs(one))
      .map(toOwnPath);
    const { asn: originAs } =
      routers.find(({ id }) => own.some(({ router }) => router === id)) ??
      routers[0];
    const rpki = await collector.ask('validate', { prefix, originAs });
    return {
      fact: { prefix, originAs, rpki, own, learned },
      goesOut: items.some(one => this.#goesOut(one, external)),
    };
  }

  /** A path of the network's own that others are told of. */
  #goesOut(one: Route, external: ReadonlySet<string>): boolean {
    return (
      this.#isOurs(one) &&
      one.exportedTo.some(name => external.has(`${one.router} ${name}`))
    );
  }

  /** No other network is in its path, but a customer with a private AS. */
  #isOurs({ router, asPath }: Pick<Route, 'router' | 'asPath'>): boolean {
    const asn = this.#deps.routers.find(({ id }) => id === router)?.asn;
    const path = asPath.match(/\d+/g) ?? [];
    return path.map(Number).every(one => one === asn || isPrivateAs(one));
  }

  /** Which of the providers that sessions lead to the own ASPA names. */
  #aspa({ aspa }: OwnPrefixFacts, rows: ListedSessionRow[]): OwnAspa {
    const { relations, routers } = this.#deps;
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
      asn: routers[0].asn,
      ...aspa,
      transits: [...transits].sort((a, b) => a - b),
    };
  }

  /** Undefined for a prefix that was not ours when the collector was asked. */
  #tell(
    prefix: string,
    { facts, external, decided, rows, silentSince }: Look,
  ): OwnPrefix | undefined {
    const fact = facts.prefixes.find(one => one.prefix === prefix);
    if (!fact) {
      return undefined;
    }
    const { learned = [], originAs, own, rpki } = fact;
    const known = facts.tables.filter(isKnownTable).map(({ router }) => router);
    const has = (id: string) =>
      [...own, ...learned].some(({ router }) => router === id);
    // A silent router may have it by now; that it had it is told, with when.
    const unknownOn = this.#deps.routers
      .map(({ id }) => id)
      .filter(id => !known.includes(id) || (silentSince.has(id) && !has(id)));
    const drifts = decided
      .filter(({ name }) => name === prefix)
      .map(row => {
        const path = own.find(({ router }) => router === row.router);
        return findPrefixDrift(row, {
          announced: path !== undefined,
          since: path?.since,
          table: facts.tables.find(({ router }) => router === row.router),
        });
      });
    return {
      prefix,
      rpki,
      validUntil: validUntil(rpki, prefix, originAs),
      drifts: drifts.filter(drift => drift !== undefined),
      announced: [
        ...own.filter(({ best }) => best).map(tellPath),
        ...learned
          .map(path => ({ ...tellPath(path), learned: true }))
          // Every router inside has it; who passes it on is told.
          .filter(({ to, unread = [] }) => to.length + unread.length > 0),
      ],
      unknownOn: unknownOn.length > 0 ? unknownOn : undefined,
    };

    function tellPath({ router, exportedTo }: OwnPath): OwnAnnouncement {
      const find = (names: string[]) =>
        names.filter(name => external.has(`${router} ${name}`));
      const {
        dumpedAt,
        error,
        unreadExports = [],
        withoutExports,
      } = facts.tables.find(table => table.router === router) ?? {};
      const asOf = silentSince.get(router) ?? (error && dumpedAt);
      // What nobody asks for nobody knows: it may go out to whoever is up.
      const blind = withoutExports ? namesUp(rows, router) : unreadExports;
      const unread = find(blind).filter(name => !exportedTo.includes(name));
      return {
        router,
        to: find(exportedTo),
        unread: unread.length > 0 ? unread : undefined,
        asOf: asOf || undefined,
      };
    }
  }
}

/** What is said of them now, or was then. */
function toLook(
  { decided, external, rows, silentSince }: Ground,
  facts: SomeFacts,
  { error }: Freshness,
): Look {
  // What was announced then says nothing against a later decision.
  const then = error ? [] : decided;
  return { facts, external, rows, silentSince, decided: then };
}

/** Sessions of a router that are up. */
function namesUp(rows: ListedSessionRow[], router: string): string[] {
  return rows
    .filter(
      row =>
        row.router === router &&
        row.gone_at === null &&
        row.reading.state === 'established',
    )
    .map(({ name }) => name);
}

function holds(outer: string, inner: string): boolean {
  const [one, other] = [parsePrefix(outer), parsePrefix(inner)];
  return one !== undefined && other !== undefined && covers(one, other);
}

function toOwnPath({ router, best, exportedTo, since }: Route): OwnPath {
  return { router, best, exportedTo, since };
}

function tellCut(prefixes: string[]): string {
  return `More than ${MAX_PARTS} paths lie in ${prefixes.join(
    ', ',
  )}: parts of it that go out may be missing here.`;
}

/** Only GoBGP is told at run time what to announce. */
function actionRouters(routers: RouterConfig[]): string[] {
  return routers
    .filter(({ actions, endpoint }) => actions && endpoint.driver === 'gobgp')
    .map(({ id }) => id);
}
