import { BgpSession } from '../bgp';
import { GobgpError } from './errors';
import { GobgpRouter, RouterPath } from './GobgpRouter';
import { GobgpService } from './loadGobgpService';
import { toPathMessage } from './toPathMessage';
import { stateOf } from './toPeer';
import { status } from '@grpc/grpc-js';

/** What a client subscribes to. */
export interface WatchRequest {
  peer?: object;
  table?: {
    filters?: { type?: string; init?: boolean; peer_address?: string }[];
  };
  batch_size?: number;
}

type Send = (event: object) => void;

/** What was last told of a table, by a key of the path. */
type Snapshot = Map<string, { path: RouterPath; print: string }>;

const FAMILIES = ['ipv4', 'ipv6'] as const;

/**
 * One client's events: the difference between the world now and as it was last
 * told. Like GoBGP it tells of paths that are lost with a session only where
 * they were the best.
 */
export class EventFeed {
  readonly #router: GobgpRouter;
  readonly #service: GobgpService;
  readonly #request: WatchRequest;
  readonly #send: Send;
  readonly #states = new Map<string, string>();
  #adjIn: Snapshot = new Map();
  #best: Snapshot = new Map();

  constructor(deps: {
    router: GobgpRouter;
    service: GobgpService;
    request: WatchRequest;
    send: Send;
  }) {
    this.#router = deps.router;
    this.#service = deps.service;
    this.#request = deps.request;
    this.#send = deps.send;
  }

  /** Tells what a subscription starts with. */
  start(): void {
    const filters = this.#filters();
    if (!this.#request.peer && filters.length === 0) {
      if (this.#service.api === 4) {
        throw new GobgpError('no events to watch', status.INVALID_ARGUMENT);
      }
      return;
    }
    if (this.#request.peer) {
      for (const session of this.#router.world.state.sessions) {
        this.#states.set(session.name, session.state);
        this.#sendPeer('TYPE_INIT', session);
      }
      this.#sendNobody();
    }
    this.#adjIn = this.#readAdjIn();
    this.#best = this.#readBest();
    const init = (type: string) =>
      filters.some(filter => filter.type === type && filter.init);
    if (init('TYPE_ADJIN')) {
      this.#sendPaths([...this.#adjIn.values()].map(({ path }) => path));
    }
    if (init('TYPE_BEST')) {
      this.#sendPaths([...this.#best.values()].map(({ path }) => path));
    }
  }

  /** Tells what is different from the last time. */
  update(): void {
    if (this.#request.peer) {
      this.#router.world.state.sessions.forEach(session =>
        this.#updatePeer(session),
      );
    }
    const adjIn = this.#readAdjIn();
    this.#sendDifference(
      this.#adjIn,
      adjIn,
      ({ session }) => session?.state === 'established',
    );
    this.#adjIn = adjIn;
    const best = this.#readBest();
    this.#sendDifference(this.#best, best, () => true);
    this.#best = best;
  }

  #updatePeer(session: BgpSession): void {
    const before = this.#states.get(session.name);
    const now = `${session.state}`;
    if (before === now) {
      return;
    }
    this.#states.set(session.name, now);
    const words =
      now === 'established'
        ? ['OPENSENT', 'OPENCONFIRM', 'ESTABLISHED']
        : ['IDLE'];
    if (now === 'active') {
      words.push('ACTIVE');
    }
    words.forEach(word => this.#sendPeer('TYPE_STATE', session, word));
  }

  #sendPeer(type: string, session: BgpSession, word?: string): void {
    const conf = {
      local_asn: session.localAs,
      neighbor_address: session.neighborAddress,
      peer_asn: session.neighborAs,
    };
    const state = stateOf(session, word);
    this.#send({ peer: { type, peer: { conf, state } } });
  }

  /** The end of the list carries an empty peer, which Go prints in its way. */
  #sendNobody(): void {
    const nobody = this.#service.api === 3 ? '<nil>' : 'invalid IP';
    const peer = {
      conf: { neighbor_address: nobody },
      state: {
        neighbor_address: nobody,
        session_state: 'SESSION_STATE_IDLE',
        router_id: nobody,
      },
    };
    this.#send({ peer: { type: 'TYPE_END_OF_INIT', peer } });
  }

  #sendDifference(
    before: Snapshot,
    after: Snapshot,
    toldWhenGone: (path: RouterPath) => boolean,
  ): void {
    const gone = [...before]
      .filter(([key, { path }]) => !after.has(key) && toldWhenGone(path))
      .map(([, { path }]) => path);
    const fresh = [...after]
      .filter(([key, { print }]) => before.get(key)?.print !== print)
      .map(([, { path }]) => path);
    this.#sendPaths(gone, true);
    this.#sendPaths(fresh);
  }

  #sendPaths(paths: RouterPath[], withdrawn = false): void {
    const size = this.#request.batch_size || paths.length;
    for (let from = 0; from < paths.length; from += size) {
      const messages = paths.slice(from, from + size).map(path =>
        toPathMessage(
          this.#service,
          // Which one is best, events do not say.
          { ...path, best: false },
          {
            nlriBinary: false,
            attributesBinary: false,
            structured: true,
            withdrawn,
          },
        ),
      );
      this.#send({ table: { paths: messages } });
    }
  }

  #filters() {
    return this.#request.table?.filters ?? [];
  }

  /** GoBGP 3 has the type BEST at zero, which is not sent. */
  #wants(type: 'TYPE_ADJIN' | 'TYPE_BEST'): boolean {
    const fallback = this.#service.api === 3 ? 'TYPE_BEST' : undefined;
    return this.#filters().some(filter => (filter.type ?? fallback) === type);
  }

  #readAdjIn(): Snapshot {
    const snapshot: Snapshot = new Map();
    if (this.#wants('TYPE_ADJIN')) {
      for (const session of this.#router.world.state.sessions) {
        FAMILIES.flatMap(family => this.#router.adjIn(session, family)).forEach(
          path => keep(snapshot, `${path.prefix} ${session.name}`, path),
        );
      }
    }
    return snapshot;
  }

  #readBest(): Snapshot {
    const snapshot: Snapshot = new Map();
    if (this.#wants('TYPE_BEST')) {
      FAMILIES.flatMap(family => [
        ...this.#router.global(family).values(),
      ]).forEach(([path]) => keep(snapshot, path.prefix, path));
    }
    return snapshot;
  }
}

function keep(snapshot: Snapshot, key: string, path: RouterPath): void {
  const attributes = Buffer.concat(path.attributes).toString('base64');
  const print = `${path.session?.name ?? ''} ${path.since} ${attributes}`;
  snapshot.set(key, { path, print });
}
