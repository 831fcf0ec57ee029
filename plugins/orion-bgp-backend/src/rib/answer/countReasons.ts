import {
  RefusalCount,
  RefusalNumbers,
} from '@orion/backstage-plugin-orion-bgp-common';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAttributes } from '../../attributes/formatAttributes';
import { PathFlag } from '../../routes/RouteSource';
import { BitSet } from '../pool/BitSet';
import { RibTable } from '../table/RibTable';
import { RowMeta } from '../table/RowMeta';
import { Rows } from '../table/Rows';
import { CommunityDictionary } from './CommunityDictionary';
import { findReasons } from './findReasons';

/** Far more than a router's filters tell apart. */
const MAX_REASONS = 50;
/** Distinct sets of communities that are looked at, some ten microseconds each. */
const MAX_SETS = 20_000;

/** Refused routes with the same communities and the same RPKI verdict. */
interface Group {
  rows: Rows;
  at: number;
  count: number;
}

/**
 * Counts the refused routes of a session by why they were: one pass over the rows,
 * then one look at each distinct set of communities. A route that tells several
 * reasons counts with each, as a search for the community finds it. What is beyond the
 * bounds is counted as `more`.
 *
 * @param tells - as `findReasons` has it
 */
export function countReasons(
  table: RibTable,
  session: string,
  dictionary: CommunityDictionary,
  tells: boolean,
): RefusalNumbers {
  const groups = groupRefused(table, session);
  const counts = new Map<string, RefusalCount>();
  const told = groups.slice(0, MAX_SETS).map(group => ({
    count: group.count,
    by: reasonsOf(table, group, dictionary, tells).map(reason => {
      const key = JSON.stringify([
        reason.reason,
        reason.community,
        reason.rpki,
      ]);
      const known = counts.get(key) ?? { ...reason, count: 0 };
      known.count += group.count;
      counts.set(key, known);
      return known;
    }),
  }));
  const items = [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .slice(0, MAX_REASONS);
  const listed = new Set(items);
  const total = sumOf(groups);
  const named = sumOf(told.filter(({ by }) => by.some(one => listed.has(one))));
  return { items, total, more: total - named };
}

function sumOf(groups: { count: number }[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function groupRefused(table: RibTable, session: string): Group[] {
  const wanted = table.pool.sessions.find(session);
  const groups = new Map<number, Group>();
  const add = (rows: Rows, hidden: BitSet | undefined) => {
    for (let at = 0; at < rows.count; at++) {
      if (
        rows.session[at] !== wanted ||
        !(rows.flags[at] & PathFlag.filtered) ||
        hidden?.has(at)
      ) {
        continue;
      }
      const key = rows.community[at] * 8 + (rows.meta[at] & RowMeta.rpkiBits);
      const group = groups.get(key);
      if (group) {
        group.count++;
      } else {
        groups.set(key, { rows, at, count: 1 });
      }
    }
  };
  if (wanted !== undefined) {
    for (const family of [table.v4, table.v6]) {
      add(family.base, family.hidden);
      add(family.delta, undefined);
    }
  }
  return [...groups.values()];
}

/** The same that a single route says. */
function reasonsOf(
  { pool }: RibTable,
  { rows, at }: Group,
  dictionary: CommunityDictionary,
  tells: boolean,
): Omit<RefusalCount, 'count'>[] {
  const { communities } = formatAttributes(
    decodeAttributes(
      pool.attributes(rows.path[at], rows.community[at], rows.rest[at]),
    ),
  );
  return findReasons(communities, rows.meta[at], dictionary, tells);
}
