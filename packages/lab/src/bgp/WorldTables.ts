import { betterPath } from './betterPath';
import { refuses } from './refuses';
import {
  BgpAttributes,
  BgpChannel,
  BgpFamily,
  BgpOffer,
  BgpSession,
  BgpWorldState,
  OtherProtocol,
  TablePath,
} from './types';

/**
 * What follows from a router's sessions, what their neighbors offer and its own
 * routes: the tables, what was refused, and what goes out.
 *
 * Worked out when asked for, and kept until {@link WorldTables.forget}.
 */
export class WorldTables {
  readonly #state: BgpWorldState;
  readonly #tables = new Map<BgpFamily, Map<string, TablePath[]>>();
  readonly #refused = new Map<BgpFamily, TablePath[]>();

  /** The state is looked at each time: it may change in place. */
  constructor(state: BgpWorldState) {
    this.#state = state;
  }

  /** The state changed: everything is worked out anew. */
  forget(): void {
    this.#tables.clear();
    this.#refused.clear();
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

  #ownPaths(family: BgpFamily): TablePath[] {
    const live = new Map(
      this.#state.others
        .filter(other => other.family === family && !other.disabled)
        .map(other => [other.name, other]),
    );
    return this.#state.own
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
    return this.#state.sessions
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
        ? [...largeCommunities, [this.#state.asn, 65_666, refusedFor]]
        : largeCommunities,
    };
  }
}
