import { randomUUID } from 'node:crypto';
import {
  applyExportSets,
  BgpAttributes,
  BgpChannel,
  BgpFamily,
  BgpOffer,
  BgpSession,
  BgpWorld,
  ExportSets,
  TablePath,
} from '../bgp';
import { attributesOf, familyOf, joinSets } from './wire';

/** A path in one of GoBGP's tables. */
export interface RouterPath {
  prefix: string;
  /** One buffer for each attribute, as they are on the wire; made when they are asked for. */
  readonly attributes: Buffer[];
  /** Absent for the router's own. */
  session?: BgpSession;
  best: boolean;
  filtered: boolean;
  /** Unix seconds; GoBGP 4 does not date its own paths. */
  since: number;
}

/** A path of the API as it is stored; attributes in hexadecimal. */
export interface AddedPath {
  prefix: string;
  uuid: string;
  attributes: string[];
}

/** Attributes that are sets: communities, extended ones, large ones. */
const SETS = [8, 16, 32];

/** Name of the part of the world that holds what came in by the API. */
const API_PROTOCOLS: Record<BgpFamily, string> = {
  ipv4: 'api4',
  ipv6: 'api6',
};

/** A world as GoBGP's tables: adj-in, global and adj-out, with attributes as bytes. */
export class GobgpRouter {
  readonly world: BgpWorld;
  /** Attributes of paths added by the API, by prefix. */
  readonly #added = new Map<string, { uuid: string; attributes: Buffer[] }>();

  constructor(world: BgpWorld) {
    this.world = world;
  }

  /** Sessions are known to GoBGP by their address. */
  findNeighbor(address: string): BgpSession | undefined {
    return this.world.state.sessions.find(
      session => session.neighborAddress === address,
    );
  }

  /** Everything a neighbor sent, before the import policy. */
  adjIn(session: BgpSession, family: BgpFamily): RouterPath[] {
    const channel = openChannel(session, family);
    return offersOf(channel).map(({ prefix, attributes, refusedFor, since }) =>
      withAttributes(
        {
          prefix,
          session,
          best: false,
          filtered:
            channel?.importPolicy !== 'ACCEPT' && refusedFor !== undefined,
          since: seconds(Math.max(since, session.since)),
        },
        () => attributesOf(prefix, attributes),
      ),
    );
  }

  /** So many a neighbor sent; asked for with each reading. */
  countIn(session: BgpSession, family: BgpFamily): number {
    return offersOf(openChannel(session, family)).length;
  }

  /** What takes part in the choice, by prefix and the best first. */
  global(family: BgpFamily): Map<string, RouterPath[]> {
    const table = new Map<string, RouterPath[]>();
    for (const [prefix, paths] of this.world.table(family)) {
      table.set(
        prefix,
        paths.map(path =>
          toRouterPath(path, path.best, () => this.#attributes(path)),
        ),
      );
    }
    return table;
  }

  /** What goes out to a neighbor. */
  adjOut(session: BgpSession, family: BgpFamily): RouterPath[] {
    const channel = openChannel(session, family);
    if (!channel) {
      return [];
    }
    return this.world
      .exports(session, channel)
      .map(path =>
        toRouterPath(path, false, () =>
          this.#exported(path, session, channel.exportSets),
        ),
      );
  }

  /** A path of the API; it replaces one to the same prefix. Its UUID. */
  addPath(prefix: string, attributes: Buffer[]): string {
    const uuid = randomUUID().replaceAll('-', '');
    this.deletePath(prefix);
    this.#added.set(prefix, { uuid, attributes });
    const family = worldFamily(prefix);
    const { others } = this.world.state;
    if (!this.world.findOther(API_PROTOCOLS[family])) {
      others.push({
        name: API_PROTOCOLS[family],
        type: 'Static',
        family,
        disabled: false,
        since: Date.now(),
        exports: 'none',
      });
    }
    this.world.originate({
      prefix,
      protocol: API_PROTOCOLS[family],
      target: 'blackhole',
      since: Date.now(),
    });
    return uuid;
  }

  /** False when no path of the API has this UUID. */
  deleteByUuid(uuid: string): boolean {
    const found = [...this.#added].find(([, path]) => path.uuid === uuid);
    if (found) {
      this.deletePath(found[0]);
    }
    return found !== undefined;
  }

  /** To GoBGP all routes of its own came by the API, some of them with its start. */
  deletePath(prefix: string): void {
    this.#added.delete(prefix);
    for (const own of this.world.state.own.filter(
      route => route.prefix === prefix,
    )) {
      this.world.withdrawOwn(prefix, own.protocol);
    }
  }

  /** Every route of its own to networks of the family. */
  deleteAll(family: BgpFamily): void {
    for (const { prefix } of [...this.world.state.own]) {
      if (worldFamily(prefix) === family) {
        this.deletePath(prefix);
      }
    }
  }

  /** The attributes of paths added by the API, which are not in the world. */
  dumpAdded(): AddedPath[] {
    return [...this.#added].map(([prefix, { uuid, attributes }]) => ({
      prefix,
      uuid,
      attributes: attributes.map(bytes => bytes.toString('hex')),
    }));
  }

  loadAdded(paths: AddedPath[]): void {
    this.#added.clear();
    for (const { prefix, uuid, attributes } of paths) {
      const bytes = attributes.map(hex => Buffer.from(hex, 'hex'));
      this.#added.set(prefix, { uuid, attributes: bytes });
    }
  }

  #attributes({ prefix, attributes, session }: TablePath): Buffer[] {
    if (attributes) {
      // Only among internal neighbors is there a preference to show.
      const localPref =
        session?.neighborAs === session?.localAs
          ? attributes.localPref
          : undefined;
      return attributesOf(prefix, { ...attributes, localPref });
    }
    return (
      this.#added.get(prefix)?.attributes ??
      attributesOf(prefix, { nextHop: unspecified(prefix) })
    );
  }

  /** To an external neighbor the own AS goes in front and the router is the next hop. */
  #exported(path: TablePath, to: BgpSession, sets?: ExportSets): Buffer[] {
    const { prefix, attributes } = path;
    const given: Partial<BgpAttributes> = attributes ?? {};
    const nextHop = to.localAddress;
    const added = attributes ? undefined : this.#added.get(prefix)?.attributes;
    if (added && to.neighborAs !== to.localAs) {
      const fresh = attributesOf(prefix, {
        ...applyExportSets({ asPath: [to.localAs] }, sets),
        nextHop,
      });
      return joinAttributes(fresh, added);
    }
    if (to.neighborAs === to.localAs) {
      return attributesOf(prefix, {
        ...applyExportSets(given, sets),
        nextHop: given.nextHop ?? nextHop,
        localPref: given.localPref ?? 100,
      });
    }
    // The policy comes last: a MED of the path goes, one that it sets stays.
    const outside = {
      ...given,
      asPath: [to.localAs, ...(given.asPath ?? [])],
      nextHopLinkLocal: undefined,
      med: undefined,
      localPref: undefined,
    };
    return attributesOf(prefix, {
      ...applyExportSets(outside, sets),
      nextHop,
    });
  }
}

function toRouterPath(
  { prefix, session, since }: TablePath,
  best: boolean,
  make: () => Buffer[],
): RouterPath {
  return withAttributes(
    { prefix, session, best, filtered: false, since: seconds(since) },
    make,
  );
}

/** Most tables are only counted, and attributes are what a path costs. */
function withAttributes(
  path: Omit<RouterPath, 'attributes'>,
  make: () => Buffer[],
): RouterPath {
  let made: Buffer[] | undefined;
  return {
    ...path,
    get attributes() {
      return (made ??= make());
    },
  };
}

/** Sets of communities come together; of anything else that of the router counts. */
function joinAttributes(fresh: Buffer[], added: Buffer[]): Buffer[] {
  const rest = added.filter(
    ([, type]) => !fresh.some(([, its]) => its === type),
  );
  const joined = fresh.map(attribute => {
    const [, type] = attribute;
    const other = SETS.includes(type)
      ? added.find(([, its]) => its === type)
      : undefined;
    return other ? joinSets(other, attribute) : attribute;
  });
  return [...joined, ...rest].sort(([, a], [, b]) => a - b);
}

function openChannel(
  session: BgpSession,
  family: BgpFamily,
): BgpChannel | undefined {
  return session.state === 'established'
    ? session.channels.find(channel => channel.family === family)
    : undefined;
}

function offersOf(channel?: BgpChannel): BgpOffer[] {
  return channel?.imports === 'all' ? channel.offers : [];
}

function worldFamily(prefix: string): BgpFamily {
  return familyOf(prefix).afi === 1 ? 'ipv4' : 'ipv6';
}

function unspecified(prefix: string): string {
  return familyOf(prefix).afi === 1 ? '0.0.0.0' : '::';
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
