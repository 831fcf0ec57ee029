import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PrefixHolder, SessionKey } from '../../rib/impact/ImpactRequest';
import { RouterReading } from '../../routes/RouteSource';
import { isWayOut } from './isWayOut';

/** A router of the network, as it was read now. */
export interface RouterSight {
  router: { id: string; standIns?: string[] };
  reading?: RouterReading;
  /** Own prefixes by established session, never a default route. */
  exports: Map<string, string[]>;
  /** Sessions whose list has more of its own than is read: only the first are there. */
  unread?: ReadonlySet<string>;
}

/** A session, and the network around it. */
export interface SessionAround {
  /** Its router and how that one calls it. */
  key: SessionKey;
  session: SessionReading;
  read: RouterSight[];
  /** Other external sessions that are established now. */
  ways: SessionKey[];
}

/** What becomes of a prefix that goes out to anybody outside, without a session. */
export interface KeptWays {
  /** Ways it still goes out over. */
  kept: SessionKey[];
  /** Those whose router has it only over the session, at one end or the other. */
  lost: SessionKey[];
}

/**
 * What stays of what the network announces without a session, by prefix. A router keeps a
 * prefix that it has by itself, that comes in over another external session as one of
 * the network's own, or that it has over other internal sessions from a router that
 * keeps it. Of an internal session, a way whose router is not known to keep it does
 * not count: a speaker nobody reads may have it over this very session. Of an external
 * one it does, unless the router is seen to lose it.
 *
 * @param holders - of all of {@link candidatesOf}, from the index
 */
export function keptWays(
  around: SessionAround,
  holders: PrefixHolder[],
): Map<string, KeptWays> {
  const { key, read, session, ways } = around;
  const isInternal = session.type === 'internal';
  const ends = [key, ...(isInternal ? otherEndsOf(around) : [])];
  const isOver = (path: PrefixHolder) => ends.some(end => isSame(end, path));
  // What a neighbor announces of ours is not what goes out as ours.
  const brings = (path: PrefixHolder) =>
    isOver(path) && (isInternal || !path.foreign);
  const byPrefix = groupBy(holders);
  const found = new Map<string, KeptWays>();
  for (const [prefix, going] of waysByPrefix({ read, ways })) {
    const paths = byPrefix.get(prefix) ?? [];
    const before = keepersOf(paths, read);
    const after = keepersOf(
      paths.filter(path => !isOver(path)),
      read,
    );
    const losing = new Set(
      [...before, ...paths.filter(brings).map(({ router }) => router)].filter(
        router => !after.has(router),
      ),
    );
    found.set(prefix, {
      kept: going.filter(({ router }) =>
        isInternal ? after.has(router) : !losing.has(router),
      ),
      lost: going.filter(({ router }) => losing.has(router)),
    });
  }
  return found;
}

/**
 * Own prefixes that go out to anybody outside now, sorted. Of a list that was not
 * read to its end none is: the first of a leak are no better than the rest.
 */
export function candidatesOf({
  read,
  ways,
}: Pick<SessionAround, 'read' | 'ways'>): string[] {
  const whole = ways.filter(way => !isUnread(read, way));
  return [...waysByPrefix({ read, ways: whole }).keys()].sort();
}

/** Whether more of its own goes out over the session than is read. */
export function isUnread(
  read: RouterSight[],
  { router, session }: SessionKey,
): boolean {
  return sightOf(read, router)?.unread?.has(session) ?? false;
}

/** Ways out by what goes out over them. */
function waysByPrefix({
  read,
  ways,
}: Pick<SessionAround, 'read' | 'ways'>): Map<string, SessionKey[]> {
  const found = new Map<string, SessionKey[]>();
  for (const way of ways) {
    for (const prefix of exportsOf(read, way)) {
      addTo(found, prefix, way);
    }
  }
  return found;
}

function groupBy(holders: PrefixHolder[]): Map<string, PrefixHolder[]> {
  const found = new Map<string, PrefixHolder[]>();
  for (const holder of holders) {
    addTo(found, holder.prefix, holder);
  }
  return found;
}

function addTo<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list) {
    list.push(one);
  } else {
    lists.set(key, [one]);
  }
}

/**
 * Routers that have a prefix by themselves or from outside, or over an internal
 * session from one of them. Found from the sources on: two that only have it from
 * each other have it not.
 */
function keepersOf(paths: PrefixHolder[], read: RouterSight[]): Set<string> {
  const keepers = new Set(
    paths
      .filter(path => path.session === '' || comesInAsOwn(path, read))
      .map(({ router }) => router),
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

/**
 * From a customer or a fabric with private ASes, say. What another network announces
 * of ours would not go out as our own.
 */
function comesInAsOwn(
  { router, session, foreign }: PrefixHolder,
  read: RouterSight[],
): boolean {
  const sight = foreign ? undefined : sightOf(read, router);
  const found = sight?.reading?.sessions.find(({ name }) => name === session);
  return Boolean(sight && found && isWayOut(sight.router, found));
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
}: Pick<SessionAround, 'key' | 'session' | 'read'>): SessionKey[] {
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

/** Own prefixes that go out over it, as far as they were read. */
export function exportsOf(
  read: RouterSight[],
  { router, session }: SessionKey,
) {
  return sightOf(read, router)?.exports.get(session) ?? [];
}

function isSame(one: SessionKey, other: SessionKey): boolean {
  return one.router === other.router && one.session === other.session;
}
