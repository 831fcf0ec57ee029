import { decodeAttributes } from '../../attributes/decodeAttributes';
import { PathAttributes } from '../../routes/PathAttributes';
import { PathFlag, PathRecord, RouteUpdate } from '../../routes/RouteSource';
import { CommunityPart, CommunityPattern } from '../pool/CommunityPattern';
import { RouteQuery } from '../query/RouteQuery';
import { compareKeys, shorten, toPrefixKey } from '../table/PrefixKey';

/** One route as an object. */
export interface NaiveRoute extends PathRecord {
  router: string;
  decoded: PathAttributes;
}

/** For tests: a table as an array of objects, filtered with every rule written out. */
export class NaiveTable {
  readonly router: string;
  routes: NaiveRoute[] = [];

  constructor(router: string) {
    this.router = router;
  }

  apply({ path, withdrawn }: RouteUpdate): void {
    const samePrefix = (route: NaiveRoute) =>
      route.family === path.family &&
      route.length === path.length &&
      Buffer.compare(route.address, path.address) === 0;
    this.routes = this.routes.filter(
      route =>
        !(
          samePrefix(route) &&
          route.session === path.session &&
          route.pathId === path.pathId
        ),
    );
    if (!withdrawn) {
      if (path.flags & PathFlag.best) {
        for (const route of this.routes.filter(samePrefix)) {
          route.flags &= ~PathFlag.best;
        }
      }
      this.routes.push({
        ...path,
        address: path.address.slice(),
        router: this.router,
        decoded: decodeAttributes(path.attributes),
      });
    }
  }
}

/** What a search must find, in order. */
export function naiveSearch(
  tables: NaiveTable[],
  query: RouteQuery,
  sessions: string[],
): NaiveRoute[] {
  const found = tables.flatMap(({ routes }) => {
    const rest = routes.filter(route => fits(route, query));
    if (query.prefix?.match !== 'longest') {
      return rest;
    }
    const isRefused = ({ flags }: NaiveRoute) =>
      (flags & PathFlag.filtered) !== 0;
    const isAsked = ((query.flagsMask ?? 0) & PathFlag.filtered) !== 0;
    const longestOf = (those: NaiveRoute[]) =>
      Math.max(...those.map(route => route.length));
    const usable = rest.filter(route => !isRefused(route));
    const least = longestOf(isAsked || usable.length === 0 ? rest : usable);
    return rest.filter(route => route.length >= least);
  });
  return found.sort(
    (a, b) =>
      compareKeys(keyOf(a), keyOf(b)) ||
      Number(a.router > b.router) - Number(a.router < b.router) ||
      sessions.indexOf(a.session) - sessions.indexOf(b.session) ||
      a.pathId - b.pathId,
  );
}

function fits(route: NaiveRoute, query: RouteQuery): boolean {
  const { asPath = [], nextHop, nextHopLinkLocal } = route.decoded;
  const asns = asPath.flatMap(segment => segment.asns);
  const last = asPath.at(-1);
  const origin = last?.type === 'sequence' ? last.asns.at(-1) : 0;
  return (
    fitsPrefix(route, query) &&
    (query.family ?? route.family) === route.family &&
    (query.originAs ?? origin) === origin &&
    (query.asns ?? []).every(asn => asns.includes(asn)) &&
    (query.communities ?? []).every(one => hasCommunity(route.decoded, one)) &&
    (!query.nextHop ||
      [nextHop, nextHopLinkLocal].some(
        hop => hop && Buffer.compare(hop, query.nextHop!) === 0,
      )) &&
    (query.session ?? route.session) === route.session &&
    (route.flags & (query.flagsMask ?? 0)) === (query.flagsValue ?? 0)
  );
}

function fitsPrefix(route: NaiveRoute, { prefix }: RouteQuery): boolean {
  if (!prefix) {
    return true;
  }
  const { match, key } = prefix;
  const mine = keyOf(route);
  if (mine.family !== key.family) {
    return false;
  }
  const covers = (wide: typeof key, narrow: typeof key) =>
    wide.length <= narrow.length &&
    compareKeys(shorten(narrow, wide.length), wide) === 0;
  switch (match) {
    case 'exact':
      return compareKeys(mine, key) === 0;
    case 'covered':
      return covers(key, mine);
    default:
      return covers(mine, key);
  }
}

function hasCommunity(
  attributes: PathAttributes,
  pattern: CommunityPattern,
): boolean {
  const is = (parts: CommunityPart[], numbers: number[]) =>
    parts.every((part, index) => part === '*' || part === numbers[index]);
  switch (pattern.kind) {
    case 'standard':
      return (attributes.communities ?? []).some(value =>
        is(pattern.parts, [value >>> 16, value & 0xffff]),
      );
    case 'large':
      return (attributes.largeCommunities ?? []).some(value =>
        is(pattern.parts, value),
      );
    default:
      return (attributes.extendedCommunities ?? []).some(value => {
        const view = new DataView(value.buffer, value.byteOffset, 8);
        const type = value[0] % 64;
        const numbers =
          type === 0
            ? [view.getUint16(2), view.getUint32(4)]
            : [view.getUint32(2), view.getUint16(6)];
        const subtype = { rt: 2, soo: 3, '*': value[1] }[pattern.type];
        const administrator = type === 1 ? 'address' : 'as';
        return (
          type <= 2 &&
          subtype === value[1] &&
          ['*', administrator].includes(pattern.administrator) &&
          is(pattern.parts, numbers)
        );
      });
  }
}

function keyOf({ family, address, length }: PathRecord) {
  return toPrefixKey(family, address, length);
}
