import { isOverLimit } from './isOverLimit';
import { refuses } from './refuses';
import {
  BgpChannel,
  BgpFamily,
  BgpOffer,
  BgpSession,
  BgpWorldState,
  OtherProtocol,
  OwnRoute,
  TablePath,
} from './types';
import { WorldTables } from './WorldTables';

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
 * routes, and what follows from them, which its {@link WorldTables} work out. No
 * daemon's words are in it, so that several simulators can show the same world.
 *
 * Counters of changes move as a router's do; routes count as exported anew when
 * a session comes up.
 */
export class BgpWorld {
  readonly state: BgpWorldState;
  readonly #connectMs: number;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #tables: WorldTables;
  /** What its configuration switches off. */
  #configuredOff: Set<string>;

  constructor(state: BgpWorldState, options: BgpWorldOptions = {}) {
    this.state = state;
    this.#tables = new WorldTables(state);
    this.#connectMs = options.connectMs ?? 1000;
    this.#now = options.now ?? Date.now;
    this.#configuredOff = disabledOf(state);
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
    this.#configuredOff = disabledOf(state);
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
    return this.#tables.table(family);
  }

  /** What an import policy refused and its channel keeps. */
  refused(family: BgpFamily): TablePath[] {
    return this.#tables.refused(family);
  }

  /** The best paths that go out over a channel of a session, or into the kernel. */
  exports(
    to: BgpSession | OtherProtocol,
    channel: { family: BgpFamily; exports: 'own' | 'all' | 'none' },
  ): TablePath[] {
    return this.#tables.exports(to, channel);
  }

  /** How many paths of a protocol are in its table, refused, and best. */
  counts(name: string, family: BgpFamily) {
    return this.#tables.counts(name, family);
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

  /**
   * The session breaks and stays so until {@link sessionUp}; one that the router
   * switches off then, until somebody enables it.
   */
  sessionDown(name: string, error = 'Socket: Connection reset by peer'): void {
    const session = this.session(name);
    this.#forget(name);
    session.lastError = error;
    session.disabled ||= session.disableAfterError ?? false;
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
    const session = this.session(name);
    if (!session.disabled) {
      this.#connect(session, options.ms);
    }
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

  /** BIRD makes anew what is down, and switches off what its configuration does. */
  reconfigure(): void {
    for (const { name, disabled } of [
      ...this.state.others,
      ...this.state.sessions,
    ]) {
      if (disabled && !this.#configuredOff.has(name)) {
        this.enable(name);
      }
    }
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
    this.#tables.forget();
    this.#listeners.forEach(listener => listener());
  }
}

function disabledOf({ others, sessions }: BgpWorldState): Set<string> {
  return new Set(
    [...others, ...sessions].flatMap(({ name, disabled }) =>
      disabled ? [name] : [],
    ),
  );
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
