import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PrefixHolder, SessionKey } from '../../rib/impact/ImpactRequest';
import { RouterReading } from '../../routes/RouteSource';
import { OwnExport } from './LastPathFacts';

/** A router of the network, as it was read now. */
export interface RouterSight {
  router: { id: string };
  reading?: RouterReading;
  /** Own prefixes by established session. */
  exports: Map<string, string[]>;
}

/** An internal session, and the network around it. */
export interface InternalSession {
  /** Its router and how that one calls it. */
  key: SessionKey;
  session: SessionReading;
  read: RouterSight[];
  /** External sessions that are established now. */
  ways: SessionKey[];
}

/**
 * What an internal session carries of what the network announces: own prefixes that
 * it sends, and those that any router has from it, at this end or the other. A way
 * out counts as elsewhere only where its router would still have the prefix: by
 * itself, or over other internal sessions from a router that has it by itself. One
 * from a speaker nobody reads does not count: that one may have it over this session.
 *
 * @param holders - of all of `candidatesOf`, from the index
 */
export function carriedBy(
  internal: InternalSession,
  holders: PrefixHolder[],
): OwnExport[] {
  const { key, read, ways } = internal;
  const ends = [key, ...otherEndsOf(internal)];
  const sent = new Set(exportsOf(read, key));
  const byPrefix = new Map<string, PrefixHolder[]>();
  for (const holder of holders) {
    const known = byPrefix.get(holder.prefix);
    if (known) {
      known.push(holder);
    } else {
      byPrefix.set(holder.prefix, [holder]);
    }
  }
  return candidatesOf(internal).flatMap(prefix => {
    const paths = byPrefix.get(prefix) ?? [];
    const isOver = (path: PrefixHolder) => ends.some(end => isSame(end, path));
    const before = keepersOf(paths, read);
    const after = keepersOf(
      paths.filter(path => !isOver(path)),
      read,
    );
    const going = ways.filter(way => exportsOf(read, way).includes(prefix));
    const lost = going.filter(
      ({ router }) =>
        !after.has(router) &&
        (before.has(router) ||
          paths.some(path => path.router === router && isOver(path))),
    );
    if (lost.length === 0 && !sent.has(prefix)) {
      return [];
    }
    return {
      prefix,
      elsewhere: going.filter(({ router }) => after.has(router)).map(text),
      by: lost.map(text),
    };
  });
}

/** Own prefixes that go out to anybody outside now, sorted. */
export function candidatesOf({
  read,
  ways,
}: Pick<InternalSession, 'read' | 'ways'>): string[] {
  return [...new Set(ways.flatMap(way => exportsOf(read, way)))].sort();
}

/**
 * Routers that have a prefix by themselves, or over an internal session from one of
 * them. Found from the sources on: two that only have it from each other have it not.
 */
function keepersOf(paths: PrefixHolder[], read: RouterSight[]): Set<string> {
  const keepers = new Set(
    paths.filter(({ session }) => session === '').map(({ router }) => router),
  );
  for (let size = -1; size !== keepers.size; ) {
    size = keepers.size;
    for (const path of paths) {
      const giver = giverOf(path, read);
      if (giver !== undefined && keepers.has(giver)) {
        keepers.add(path.router);
      }
    }
  }
  return keepers;
}

/** The router at the other end; undefined where it is outside, or nobody reads it. */
function giverOf(
  { router, session }: SessionKey,
  read: RouterSight[],
): string | undefined {
  const found = sightOf(read, router)?.reading?.sessions.find(
    ({ name, type }) => name === session && type === 'internal',
  );
  return found && otherEnd(found, read)?.router.id;
}

/**
 * Where the session ends on the other router of the network; all that may be it where
 * that is not certain.
 */
export function otherEndsOf({
  key,
  session,
  read,
}: Pick<InternalSession, 'key' | 'session' | 'read'>): SessionKey[] {
  const other = otherEnd(session, read);
  const own = sightOf(read, key.router)?.reading?.identity.routerId;
  const between = (other?.reading?.sessions ?? []).filter(
    ({ type, neighborId }) =>
      type === 'internal' && own !== undefined && neighborId === own,
  );
  const mirrored = between.filter(
    ({ neighborAddress, localAddress }) =>
      neighborAddress === session.localAddress ||
      localAddress === session.neighborAddress,
  );
  const there = mirrored.length > 0 ? mirrored : between;
  return there.map(({ name }) => ({
    router: other!.router.id,
    session: name,
  }));
}

/** By its BGP identifier, which is one of its kind in an AS (RFC 6286). */
function otherEnd(
  { neighborId }: SessionReading,
  read: RouterSight[],
): RouterSight | undefined {
  return read.find(
    ({ reading }) =>
      neighborId !== undefined && reading?.identity.routerId === neighborId,
  );
}

function sightOf(read: RouterSight[], id: string): RouterSight | undefined {
  return read.find(({ router }) => router.id === id);
}

function exportsOf(read: RouterSight[], { router, session }: SessionKey) {
  return sightOf(read, router)?.exports.get(session) ?? [];
}

function isSame(one: SessionKey, other: SessionKey): boolean {
  return one.router === other.router && one.session === other.session;
}

function text({ router, session }: SessionKey): string {
  return `${session} on ${router}`;
}
