import { betterPath } from './betterPath';
import { isOverLimit } from './isOverLimit';
import { refuses } from './refuses';
import {
  BgpAttributes,
  BgpChannel,
  BgpFamily,
  BgpOffer,
  BgpSession,
  BgpWorldState,
  OtherProtocol,
  OwnRoute,
  TablePath,
} from './types';

/** What a {@link BgpWorld} can be told. */
export interface BgpWorldOptions {
  /** How long a session takes from being allowed to being established. */
  connectMs?: number;
  now?(): number;
}

/** In BIRD's words, as the other errors. */
const LIMIT_ERROR = 'Automatic shutdown: Route limit exceeded';

/** What `announce` takes: the time is that of the call. */
export type Announcement = Omit<BgpOffer, 'since'>;

/**
 * One router's view of BGP: its sessions, what the neighbors offer, its own
 * routes, and what follows from them: the tables, what was refused, and what
 * goes out. No daemon's words are in it, so that several simulators can show the
 * same world.
 *
 * Tables are worked out when asked for and kept until something changes.
 * Counters of changes move as a router's do; routes count as exported anew when
 * a session comes up.
 */
export class BgpWorld {
  readonly state: BgpWorldState;
  readonly #connectMs: number;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #tables = new Map<BgpFamily, Map<string, TablePath[]>>();
  readonly #refused = new Map<BgpFamily, TablePath[]>();

  constructor(state: BgpWorldState, options: BgpWorldOptions = {}) {
    this.state = state;
    this.#connectMs = options.connectMs ?? 1000;
    this.#now = options.now ?? Date.now;
    this.#resume();
  }

  /** Ends every timer. */
  stop(): void {
    this.#timers.forEach(timer => clearTimeout(timer));
    this.#timers.clear();
  }

  /** Another state from now on. */
  reset(state: BgpWorldState): void {
    this.stop();
    Object.assign(this.state, state);
    this.#resume();
    this.#changed();
  }

  /** Called after each change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Throws for a name no session has. */
  session(name: string): BgpSession {
    const session = this.findSession(name);
    if (!session) {
      throw new Error(`there is no session ${name}`);
    }
    return session;
  }

  findSession(name: string): BgpSession | undefined {
    return this.state.sessions.find(session => session.name === name);
  }

  findOther(name: string): OtherProtocol | undefined {
    return this.state.others.find(other => other.name === name);
  }

  /** Paths by prefix, the best one first. */
  table(family: BgpFamily): Map<string, TablePath[]> {
    const kept = this.#tables.get(family);
    if (kept) {
      return kept;
    }
    const table = new Map<string, TablePath[]>();
    for (const path of [...this.#ownPaths(family), ...this.#learned(family)]) {
      const paths = table.get(path.prefix);
      if (paths) {
        paths.push(path);
      } else {
        table.set(path.prefix, [path]);
      }
    }
    for (const paths of table.values()) {
      paths.sort(betterPath);
      paths[0].best = true;
    }
    this.#tables.set(family, table);
    return table;
  }

  /** What an import policy refused and its channel keeps. */
  refused(family: BgpFamily): TablePath[] {
    let refused = this.#refused.get(family);
    if (!refused) {
      refused = this.#channels(family).flatMap(({ session, channel }) =>
        channel.keepFiltered
          ? channel.offers
              .filter(offer => refuses(channel, offer))
              .map(offer => this.#path(session, channel, offer, true))
          : [],
      );
      const others = new Set(this.table(family).keys());
      for (const path of refused) {
        path.best = !others.has(path.prefix);
        others.add(path.prefix);
      }
      this.#refused.set(family, refused);
    }
    return refused;
  }

  /** The best paths that go out over a channel of a session, or into the kernel. */
  exports(
    to: BgpSession | OtherProtocol,
    channel: { family: BgpFamily; exports: 'own' | 'all' | 'none' },
  ): TablePath[] {
    const up = 'state' in to ? to.state === 'established' : !to.disabled;
    if (!up || channel.exports === 'none') {
      return [];
    }
    return [...this.table(channel.family).values()]
      .map(([best]) => best)
      .filter(
        ({ protocol, own }) =>
          protocol !== to.name && (own || channel.exports === 'all'),
      );
  }

  /** How many paths of a protocol are in its table, refused, and best. */
  counts(name: string, family: BgpFamily) {
    let imported = 0;
    let preferred = 0;
    for (const paths of this.table(family).values()) {
      for (const { protocol, best } of paths) {
        imported += protocol === name ? 1 : 0;
        preferred += protocol === name && best ? 1 : 0;
      }
    }
    const filtered = this.refused(family).filter(
      ({ protocol }) => protocol === name,
    ).length;
    return { imported, preferred, filtered };
  }

  /** The neighbor announces or changes paths; also while the session is down. */
  announce(name: string, family: BgpFamily, announcements: Announcement[]) {
    const session = this.session(name);
    const channel = channelOf(session, family);
    const kept = new Map(channel.offers.map(offer => [offer.prefix, offer]));
    for (const announcement of announcements) {
      kept.set(announcement.prefix, { ...announcement, since: this.#now() });
    }
    channel.offers = [...kept.values()];
    if (session.state === 'established') {
      countImports(channel, announcements);
      this.#holdLimits(session);
    }
    this.#changed();
  }

  /** The neighbor takes paths back; answers how many there were. */
  withdraw(name: string, family: BgpFamily, prefixes: string[]): number {
    const session = this.session(name);
    const channel = channelOf(session, family);
    const gone = new Set(prefixes);
    const before = channel.offers.length;
    channel.offers = channel.offers.filter(({ prefix }) => !gone.has(prefix));
    const count = before - channel.offers.length;
    if (session.state === 'established') {
      channel.stats.importWithdraws += count;
      channel.stats.importWithdrawsAccepted += count;
    }
    this.#changed();
    return count;
  }

  /** The router has a route by itself; it replaces one of the same protocol. */
  originate(route: OwnRoute): void {
    this.#removeOwn(route.prefix, route.protocol);
    this.state.own.push(route);
    this.#changed();
  }

  /** False when the protocol has no such route. */
  withdrawOwn(prefix: string, protocol: string): boolean {
    const removed = this.#removeOwn(prefix, protocol);
    if (removed) {
      this.#changed();
    }
    return removed;
  }

  /** The session breaks and stays so until {@link sessionUp}. */
  sessionDown(name: string, error = 'Socket: Connection reset by peer'): void {
    const session = this.session(name);
    this.#forget(name);
    session.lastError = error;
    this.#setState(session, session.disabled ? 'down' : 'active');
  }

  /** The session is established at once. */
  sessionUp(name: string): void {
    const session = this.session(name);
    this.#forget(name);
    session.disabled = false;
    session.limited = undefined;
    this.#establish(session);
  }

  /**
   * The neighbor is up again and has not yet sent all it had (RFC 4724): what it
   * announced is kept, and no state changes.
   */
  restarting(name: string, restarting = true): void {
    this.session(name).restarting = restarting || undefined;
    this.#changed();
  }

  /** Down, and up again after a while. */
  flap(name: string, options: { error?: string; ms?: number } = {}): void {
    this.sessionDown(name, options.error);
    this.#connect(this.session(name), options.ms);
  }

  /** An operator switches a protocol off. False when it was already. */
  disable(name: string, message?: string): boolean {
    const protocol = this.findSession(name) ?? this.findOther(name);
    if (!protocol || protocol.disabled) {
      return false;
    }
    this.#forget(name);
    protocol.disabled = true;
    protocol.message = message;
    if ('state' in protocol) {
      protocol.limited = undefined;
      // BIRD forgets the last error when a person acts.
      protocol.lastError = undefined;
      this.#setState(protocol, 'down');
    } else {
      if (protocol.cache?.away) {
        // Nothing is left of what it gave before.
        protocol.cache.away = 'never';
      }
      protocol.since = this.#now();
      this.#changed();
    }
    return true;
  }

  /** The cache of an RPKI protocol goes away. */
  cacheLost(name: string): void {
    const protocol = this.findOther(name);
    if (!protocol?.cache || protocol.disabled) {
      throw new Error(`no protocol ${name} has a cache`);
    }
    protocol.cache.away = 'lost';
    protocol.since = this.#now();
    this.#changed();
  }

  /** An operator switches a protocol on. False when it was already. */
  enable(name: string, message?: string): boolean {
    const protocol = this.findSession(name) ?? this.findOther(name);
    if (!protocol?.disabled) {
      return false;
    }
    protocol.disabled = false;
    protocol.message = message;
    if ('state' in protocol) {
      protocol.limited = undefined;
      protocol.lastError = undefined;
      this.#setState(protocol, 'active');
      this.#connect(protocol);
    } else {
      protocol.since = this.#now();
      this.#changed();
    }
    return true;
  }

  /** Off and on again. False when the protocol is switched off. */
  restart(name: string, message?: string): boolean {
    const { disabled = true } =
      this.findSession(name) ?? this.findOther(name) ?? {};
    return (
      !disabled && this.disable(name, message) && this.enable(name, message)
    );
  }

  /** Paths are read anew or sent anew, which only the counters show. */
  reload(name: string, direction: 'in' | 'out' | 'both'): void {
    const session = this.findSession(name);
    for (const channel of session?.channels ?? []) {
      if (direction !== 'out') {
        countImports(channel, channel.offers);
      }
      if (direction !== 'in') {
        this.#countExports(session!, channel);
      }
    }
    this.#changed();
  }

  #removeOwn(prefix: string, protocol: string): boolean {
    const at = this.state.own.findIndex(
      own => own.prefix === prefix && own.protocol === protocol,
    );
    if (at >= 0) {
      this.state.own.splice(at, 1);
    }
    return at >= 0;
  }

  #ownPaths(family: BgpFamily): TablePath[] {
    const live = new Map(
      this.state.others
        .filter(other => other.family === family && !other.disabled)
        .map(other => [other.name, other]),
    );
    return this.state.own
      .filter(({ protocol }) => live.has(protocol))
      .map(own => ({
        family,
        own,
        prefix: own.prefix,
        protocol: own.protocol,
        best: false,
        filtered: false,
        since: Math.max(own.since, live.get(own.protocol)!.since),
      }));
  }

  #learned(family: BgpFamily): TablePath[] {
    return this.#channels(family).flatMap(({ session, channel }) =>
      channel.offers
        .filter(offer => !refuses(channel, offer))
        .map(offer => this.#path(session, channel, offer, false)),
    );
  }

  /** Of established sessions, with what the neighbor offers. */
  #channels(family: BgpFamily) {
    return this.state.sessions
      .filter(({ state }) => state === 'established')
      .flatMap(session =>
        session.channels
          .filter(channel => channel.family === family)
          .filter(channel => channel.imports === 'all')
          .map(channel => ({ session, channel })),
      );
  }

  #path(
    session: BgpSession,
    channel: BgpChannel,
    offer: BgpOffer,
    filtered: boolean,
  ): TablePath {
    return {
      family: channel.family,
      prefix: offer.prefix,
      protocol: session.name,
      session,
      channel,
      attributes: this.#imported(offer),
      best: false,
      filtered,
      since: Math.max(offer.since, session.since),
    };
  }

  /** What the import policy adds. */
  #imported({ attributes, refusedFor }: BgpOffer): BgpAttributes {
    const { largeCommunities = [], localPref = 100 } = attributes;
    return {
      ...attributes,
      localPref,
      largeCommunities: refusedFor
        ? [...largeCommunities, [this.state.asn, 65_666, refusedFor]]
        : largeCommunities,
    };
  }

  /** Sessions that were on their way when the state was saved go on. */
  #resume(): void {
    for (const session of this.state.sessions) {
      if (session.state !== 'established' && this.#comesUp(session)) {
        this.#connect(session);
      }
    }
  }

  #comesUp(session: BgpSession): boolean {
    return (
      session.state === 'active' && !session.disabled && !session.lastError
    );
  }

  #connect(session: BgpSession, ms = this.#connectMs): void {
    this.#forget(session.name);
    const timer = setTimeout(() => {
      this.#timers.delete(session.name);
      this.#establish(session);
    }, ms);
    timer.unref();
    this.#timers.set(session.name, timer);
  }

  #forget(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #establish(session: BgpSession): void {
    session.lastError = undefined;
    this.#setState(session, 'established');
    for (const channel of session.channels) {
      if (channel.imports === 'all') {
        countImports(channel, channel.offers);
      }
      this.#countExports(session, channel);
    }
    this.#holdLimits(session);
  }

  /** Ends a session over which more comes than may. */
  #holdLimits(session: BgpSession): void {
    const over = session.channels.find(isOverLimit);
    if (!over) {
      return;
    }
    this.#forget(session.name);
    session.lastError = LIMIT_ERROR;
    if (over.importLimit!.action === 'restart') {
      this.#setState(session, 'active');
      this.#connect(session);
      return;
    }
    session.disabled = true;
    session.limited = true;
    this.#setState(session, 'down');
  }

  #countExports(session: BgpSession, channel: BgpChannel): void {
    const { stats } = channel;
    const known = this.table(channel.family).size;
    const sent = this.exports(session, channel).length;
    stats.exportUpdates += known;
    stats.exportUpdatesAccepted += sent;
    stats.exportUpdatesRejected += known - sent;
  }

  #setState(session: BgpSession, state: BgpSession['state']): void {
    if (session.state !== state) {
      session.state = state;
      session.since = this.#now();
    }
    this.#changed();
  }

  #changed(): void {
    this.#tables.clear();
    this.#refused.clear();
    this.#listeners.forEach(listener => listener());
  }
}

function channelOf(session: BgpSession, family: BgpFamily): BgpChannel {
  const channel = session.channels.find(other => other.family === family);
  if (!channel) {
    throw new Error(`session ${session.name} has no ${family}`);
  }
  return channel;
}

function countImports(
  channel: BgpChannel,
  offers: Pick<BgpOffer, 'refusedFor'>[],
): void {
  const { stats } = channel;
  const filtered = offers.filter(offer => refuses(channel, offer)).length;
  stats.importUpdates += offers.length;
  stats.importUpdatesFiltered += filtered;
  stats.importUpdatesAccepted += offers.length - filtered;
}
