import { FamilyCounters } from '@orion/backstage-plugin-orion-bgp-common';
import { PathFlag } from '../../routes/RouteSource';
import { BitSet } from '../pool/BitSet';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';

/** The routes of one session and family, counted in the index. */
export interface SessionCount {
  /** Empty for what the router has by itself. */
  session: string;
  family: 'ipv4-unicast' | 'ipv6-unicast';
  counters: FamilyCounters;
}

/** Counts what each session brought and was sent: the funnel from received to exported. */
export function countRoutes(table: RibTable): SessionCount[] {
  return [table.v4, table.v6].flatMap(family => {
    const sums = new Map<number, Sums>();
    const exported = new Map<number, number>();
    addRows(table, family.base, family.hidden, sums, exported);
    addRows(table, family.delta, undefined, sums, exported);
    const sessions = new Set([...sums.keys(), ...exported.keys()]);
    return [...sessions].map(session => ({
      session: table.pool.sessions.name(session),
      family:
        family.base.family === 4
          ? ('ipv4-unicast' as const)
          : ('ipv6-unicast' as const),
      counters: toCounters(sums.get(session), exported.get(session)),
    }));
  });
}

interface Sums {
  received: number;
  filtered: number;
  accepted: number;
  best: number;
}

function addRows(
  table: RibTable,
  rows: Rows,
  hidden: BitSet | undefined,
  sums: Map<number, Sums>,
  exported: Map<number, number>,
): void {
  let session = -1;
  let sum: Sums | undefined;
  for (let at = 0; at < rows.count; at++) {
    if (hidden?.has(at)) {
      continue;
    }
    if (rows.session[at] !== session || !sum) {
      session = rows.session[at];
      sum = sums.get(session) ?? {
        received: 0,
        filtered: 0,
        accepted: 0,
        best: 0,
      };
      sums.set(session, sum);
    }
    const flags = rows.flags[at];
    sum.received += flags & PathFlag.received ? 1 : 0;
    sum.filtered += flags & PathFlag.filtered ? 1 : 0;
    sum.accepted += flags & PathFlag.accepted ? 1 : 0;
    sum.best += flags & PathFlag.best ? 1 : 0;
  }
  for (const to of table.exportSessions) {
    const bit = table.exportBit(to);
    let count = exported.get(to) ?? 0;
    for (let at = 0; at < rows.count; at++) {
      const word = rows.exports[at * rows.exportWords + (bit >>> 5)];
      count += (word >>> (bit & 31)) & 1 && !hidden?.has(at) ? 1 : 0;
    }
    exported.set(to, count);
  }
}

function toCounters(
  sums: Sums | undefined,
  exported: number | undefined,
): FamilyCounters {
  const counter = (value: number | undefined) =>
    value === undefined ? undefined : { value, definition: 'index' as const };
  return {
    received: counter(sums?.received),
    filtered: counter(sums?.filtered),
    accepted: counter(sums?.accepted),
    best: counter(sums?.best),
    exported: counter(exported),
  };
}
