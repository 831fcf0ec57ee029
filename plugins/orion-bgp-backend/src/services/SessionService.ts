import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  CounterHistory,
  DecidedStateReport,
  isSwitchedOff,
  Router,
  RouterIdentity,
  RouterList,
  Session,
  SessionDetail,
  SessionList,
  TransitionPage,
  TrendList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { RouterConfig } from '../config';
import { DecidedRow, DecidedStore } from '../database/DecidedStore';
import { stepOf } from '../database/operations/sampleCounters';
import { SessionKey, SessionStore } from '../database/SessionStore';
import { BgpAccess } from './BgpAccess';
import { findSessionDrift } from './findDrift';
import { IndexCounts } from './IndexCounts';
import { IntentService } from './intent/IntentService';
import { intentKey } from './intent/judgeIntent';
import { RouterWatch } from './RouterWatch';
import { readSessionCursor, writeSessionCursor } from './SessionCursor';
import { toCounterHistory } from './toCounterHistory';
import { toSession } from './toSession';
import { toTransition } from './toTransition';
import { toTrends } from './toTrends';

/** What an installation without routers is told. */
export const UNCONFIGURED =
  'No router is connected. Add one under orion.bgp.routers in app-config.local.yaml.';

/** Of a page whose size nobody named. */
const DEFAULT_LIMIT = 50;
/** Of a sparkline: half hours of a day. */
const TREND_STEPS = 48;

/** Which sessions are listed. */
export interface SessionListQuery {
  router?: string;
  asn?: number;
  limit?: number;
  cursor?: string;
}

export interface SessionServiceDeps {
  access: BgpAccess;
  counts: IndexCounts;
  decided: Pick<DecidedStore, 'list'>;
  intent: IntentService;
  routers: RouterConfig[];
  store: SessionStore;
  watch: RouterWatch;
}

/** Routers, their sessions, and how those went. */
export class SessionService {
  readonly #deps: SessionServiceDeps;

  static create(deps: SessionServiceDeps): SessionService {
    return new SessionService(deps);
  }

  private constructor(deps: SessionServiceDeps) {
    this.#deps = deps;
  }

  async listRouters(credentials: BackstageCredentials): Promise<RouterList> {
    const { access, routers } = this.#deps;
    await access.assertReadsSessions(credentials);
    return routers.length === 0
      ? { items: [], note: UNCONFIGURED }
      : { items: await this.#summarise(routers) };
  }

  /**
   * Sessions of every router, or of one, by router and name: all of them, or a
   * page where `limit` or `cursor` is given. With `asn` those of one autonomous
   * system: with its neighbors, and of the routers that speak for it.
   *
   * @throws NotFoundError, InputError
   */
  async list(
    query: SessionListQuery,
    credentials: BackstageCredentials,
  ): Promise<SessionList> {
    const { access, counts, intent, routers, store, watch } = this.#deps;
    await access.assertReadsSessions(credentials);
    const asked = query.router ? [this.#get(query.router)] : routers;
    const page = pageOf(query);
    if (asked.length === 0) {
      return { items: [], freshness: [], note: UNCONFIGURED };
    }
    const ids = asked.map(({ id }) => id);
    // What was decided before the sessions: a new one has no reading of before it.
    const decided = await this.#deps.decided.list(ids);
    const [states, found, identities, judged] = await Promise.all([
      watch.listStates(asked),
      // One more than is shown says whether there are more.
      store.listSessions(ids, {
        ...(page && { ...page, limit: page.limit + 1 }),
        system: systemOf(query, asked),
      }),
      this.#identities(ids),
      intent.judge(),
    ]);
    const freshness = states.map(state => state.freshness);
    const intents = judged?.verdicts?.sessions;
    const rows = found.slice(0, page?.limit);
    const last = rows.length < found.length ? rows.at(-1) : undefined;
    const sessions = await counts.complete(rows.map(toSession), identities);
    return {
      items: sessions.map(session => ({
        ...withDrift(session, decided, freshness[ids.indexOf(session.router)]),
        intent: intents?.get(intentKey(session.router, session.name)),
      })),
      nextCursor:
        last && writeSessionCursor({ router: last.router, session: last.name }),
      freshness,
      netbox: judged && intent.overviewOf(judged, asked),
    };
  }

  /** @throws NotFoundError */
  async get(
    key: SessionKey,
    credentials: BackstageCredentials,
  ): Promise<SessionDetail> {
    const { access, counts, intent, watch } = this.#deps;
    await access.assertReadsSessions(credentials);
    const router = this.#get(key.router);
    const decided = await this.#deps.decided.list([router.id]);
    const [session, [{ freshness }], identities, judged] = await Promise.all([
      this.#findSession(key),
      watch.listStates([router]),
      this.#identities([router.id]),
      intent.judge(),
    ]);
    const [whole] = await counts.complete([session], identities);
    return {
      ...withDrift(whole, decided, freshness),
      identity: identities.get(router.id),
      decided: decidedOf(session, decided),
      intent: judged?.verdicts?.sessions.get(
        intentKey(key.router, key.session),
      ),
      actions: router.actions,
      configurable: router.configurable,
      freshness,
      netbox: judged?.state,
    };
  }

  /** @throws NotFoundError */
  async listTransitions(
    key: SessionKey,
    { cursor, limit }: { cursor?: string; limit: number },
    credentials: BackstageCredentials,
  ): Promise<TransitionPage> {
    const { access, store } = this.#deps;
    await access.assertReadsSessions(credentials);
    await this.#findSession(key);
    if (cursor !== undefined && !/^[0-9]{1,18}$/.test(cursor)) {
      throw new InputError('cursor: not one this list handed out');
    }
    const [rows, silences] = await Promise.all([
      store.listTransitions(key, { before: cursor, limit: limit + 1 }),
      store.listSilences(key.router),
    ]);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(toTransition),
      nextCursor: rows.length > limit ? shown[shown.length - 1].id : undefined,
      silences: silences.map(({ began_at, ended_at }) => ({
        from: began_at.toISOString(),
        to: ended_at.toISOString(),
      })),
    };
  }

  /** @throws NotFoundError */
  async getCounters(
    key: SessionKey,
    { hours }: { hours: number },
    credentials: BackstageCredentials,
  ): Promise<CounterHistory> {
    const { access, store } = this.#deps;
    await access.assertReadsSessions(credentials);
    await this.#findSession(key);
    const stepSeconds = stepOf(hours);
    const rows = await store.listSamples(key, { hours, stepSeconds });
    return toCounterHistory(rows, stepSeconds, Date.now() / 1000);
  }

  async listTrends(credentials: BackstageCredentials): Promise<TrendList> {
    const { access, routers, store } = this.#deps;
    await access.assertReadsSessions(credentials);
    const ids = routers.map(({ id }) => id);
    const { stepSeconds, rows } = await store.listTrends(ids, TREND_STEPS);
    return { stepSeconds, items: toTrends(rows, TREND_STEPS) };
  }

  /** Asks for a look at once; returns without waiting for it. @throws NotFoundError */
  async refresh(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Router> {
    const { access, watch } = this.#deps;
    await access.assertReadsSessions(credentials);
    const router = this.#get(id);
    await watch.askRefresh(router);
    const [summary] = await this.#summarise([router]);
    return summary;
  }

  async #summarise(routers: RouterConfig[]): Promise<Router[]> {
    const { store, watch } = this.#deps;
    const ids = routers.map(({ id }) => id);
    const [states, rows, sessions] = await Promise.all([
      watch.listStates(routers),
      store.listRouters(ids),
      store.listSessions(ids),
    ]);
    return routers.map(({ id, title, asn, configurable }, index) => {
      const own = sessions
        .filter(row => row.router === id && !row.gone_at)
        .map(({ reading }) => reading);
      const row = rows.find(one => one.id === id);
      return {
        id,
        title,
        asn,
        identity: row?.identity,
        parts: row?.parts ?? undefined,
        notes: row?.notes ?? [],
        sessions: {
          total: own.length,
          established: own.filter(({ state }) => state === 'established')
            .length,
          disabled: own.filter(isSwitchedOff).length,
        },
        complete: states[index].complete,
        configurable,
        freshness: states[index].freshness,
      };
    });
  }

  /** By router; without those that never answered. */
  async #identities(ids: string[]): Promise<Map<string, RouterIdentity>> {
    const rows = await this.#deps.store.listRouters(ids);
    return new Map(rows.map(({ id, identity }) => [id, identity]));
  }

  async #findSession(key: SessionKey): Promise<Session> {
    this.#get(key.router);
    const row = await this.#deps.store.findSession(key);
    if (!row) {
      throw new NotFoundError(
        `Router ${key.router} has no session ${key.session}`,
      );
    }
    return toSession(row);
  }

  #get(id: string): RouterConfig {
    const router = this.#deps.routers.find(candidate => candidate.id === id);
    if (!router) {
      throw new NotFoundError(`No router ${id} is configured`);
    }
    return router;
  }
}

/** Undefined where nothing was asked for but the whole list. */
function pageOf({ limit, cursor }: { limit?: number; cursor?: string }) {
  return limit === undefined && cursor === undefined
    ? undefined
    : {
        after: cursor === undefined ? undefined : readSessionCursor(cursor),
        limit: limit ?? DEFAULT_LIMIT,
      };
}

/** Undefined where no autonomous system was asked for. */
function systemOf({ asn }: SessionListQuery, routers: RouterConfig[]) {
  const own = routers.filter(router => router.asn === asn);
  return asn === undefined
    ? undefined
    : { asn, routers: own.map(({ id }) => id) };
}

function findDecided(
  session: Session,
  decided: DecidedRow[],
): DecidedRow | undefined {
  return decided.find(
    ({ target, router, name }) =>
      target === 'session' &&
      router === session.router &&
      name === session.name,
  );
}

/** As the API shows it. */
function decidedOf(
  session: Session,
  decided: DecidedRow[],
): DecidedStateReport | undefined {
  const row = findDecided(session, decided);
  if (!row) {
    return undefined;
  }
  const { recordedAt, ...report } = row;
  return report;
}

function withDrift<T extends Session>(
  session: T,
  decided: DecidedRow[],
  { fetchedAt }: Freshness,
): T {
  const row = findDecided(session, decided);
  const drift =
    row && !session.gone
      ? findSessionDrift(row, { reading: session, fetchedAt })
      : undefined;
  return drift ? { ...session, drift } : session;
}
