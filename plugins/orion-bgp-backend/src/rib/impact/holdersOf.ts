import { isPrivateAs } from '../../asNames/isPrivateAs';
import { AsSet, firstOtherAs } from '../../attributes/firstOtherAs';
import { parsePrefix } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { toPrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { PrefixHolder } from './ImpactRequest';
import { isChosen } from './RemainingWays';

/**
 * Every path that routers have to exactly these prefixes and could use now: not
 * refused, not kept over a restart, with a next hop that resolves. What is no prefix
 * nobody has.
 */
export function holdersOf(
  tables: RibTable[],
  prefixes: readonly string[],
): PrefixHolder[] {
  const holders: PrefixHolder[] = [];
  for (const prefix of prefixes) {
    const parsed = parsePrefix(prefix);
    if (!parsed) {
      continue;
    }
    const key = toPrefixKey(parsed.family, parsed.address, parsed.length);
    for (const table of tables) {
      const { asn, router, pool } = table;
      const inside: AsSet = { has: one => one === asn || isPrivateAs(one) };
      table.family(key.family).eachRow(key, (rows, at) => {
        const bad = PathFlag.stale | PathFlag.unreachable;
        if (isChosen(rows, at) && (rows.flags[at] & bad) === 0) {
          const session = pool.sessions.name(rows.session[at]);
          const path = pool.attributes(
            rows.path[at],
            rows.community[at],
            rows.rest[at],
          );
          const foreign = firstOtherAs(path, inside) !== undefined && {
            foreign: true,
          };
          holders.push({ prefix, router, session, ...foreign });
        }
      });
    }
  }
  return holders;
}
