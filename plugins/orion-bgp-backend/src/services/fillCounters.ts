import {
  BgpDriver,
  FamilyCounters,
  RouteCounter,
  SessionFamily,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CountedTable, TableCounts } from '../rib/answer/TableCounts';

/** A session, and who runs it; undefined before its router ever answered. */
export interface CountedSession
  extends Pick<SessionReading, 'name' | 'state' | 'since' | 'families'> {
  driver: BgpDriver | undefined;
}

const steps = [
  'received',
  'filtered',
  'accepted',
  'best',
  'exported',
] as const satisfies (keyof FamilyCounters)[];

/**
 * Which counters a daemon leaves to the index. BIRD without `import keep
 * filtered` does not have what it refused, so no copy of its table does either:
 * what was received and refused is not known then, and never zero.
 */
export function leftToIndex(
  { driver, state }: CountedSession,
  { family, up, counters }: SessionFamily,
): (keyof FamilyCounters)[] {
  const kept = family === 'ipv4-unicast' || family === 'ipv6-unicast';
  if (!kept || !up || state !== 'established' || driver === undefined) {
    return [];
  }
  return steps.filter(step => {
    const counter = counters[step];
    if (counter) {
      const isGobgp = counter.definition.startsWith('gobgp.');
      return counter.value === undefined && isGobgp;
    }
    return driver !== 'bird' || (step !== 'received' && step !== 'filtered');
  });
}

/**
 * What the index knows of the counters that are left to it; those it does not
 * know are there without a value. A table that was read before the session came
 * up, or that is being read again, is about another time.
 *
 * @param orBefore - With what the table told last, marked and of when that was,
 * where it tells nothing now and the session is still the one of then: for people,
 * and for nothing that decides or keeps anything.
 */
export function fillCounters(
  session: CountedSession,
  table: TableCounts | undefined,
  { orBefore = false }: { orBefore?: boolean } = {},
): SessionFamily[] {
  const told =
    findCurrent(table, session.since) ??
    (orBefore ? findPast(table, session.since) : undefined);
  return session.families.map(family => {
    const left = leftToIndex(session, family);
    if (left.length === 0) {
      return family;
    }
    const counted = told && countIn(told, session.name, family.family);
    const filled = left.map((step): [string, RouteCounter] => [
      step,
      {
        value: counted?.[step]?.value,
        definition: 'index',
        asOf: told?.asOf,
        stale: told?.stale,
      },
    ]);
    return {
      ...family,
      counters: { ...family.counters, ...Object.fromEntries(filled) },
    };
  });
}

/** What a table tells of a session, and of when that is. */
interface Told extends CountedTable, Pick<RouteCounter, 'asOf' | 'stale'> {}

function findCurrent(
  table: TableCounts | undefined,
  since: string | undefined,
): Told | undefined {
  if (table?.state !== 'live' && table?.state !== 'polled') {
    return undefined;
  }
  return isOf(table, since)
    ? {
        ...table,
        // A live table is as old as the session.
        asOf: table.state === 'polled' ? table.dumpedAt : undefined,
      }
    : undefined;
}

function findPast(
  table: TableCounts | undefined,
  since: string | undefined,
): Told | undefined {
  const { before } = table ?? {};
  return before && isOf(before, since)
    ? { ...before, asOf: before.countedAt, stale: true }
    : undefined;
}

/** The table was begun when the session was up, as it is up now. */
function isOf({ readSince }: CountedTable, since: string | undefined): boolean {
  return (
    since !== undefined &&
    readSince !== undefined &&
    Date.parse(readSince) >= Date.parse(since)
  );
}

/** A session without any path in a whole table brought none. */
function countIn(
  { sessions, unsent }: CountedTable,
  name: string,
  family: string,
): FamilyCounters {
  const found = sessions.find(
    one => one.session === name && one.family === family,
  )?.counters;
  const none: RouteCounter = { value: 0, definition: 'index' };
  return {
    received: found?.received ?? none,
    filtered: found?.filtered ?? none,
    accepted: found?.accepted ?? none,
    best: found?.best ?? none,
    exported: found?.exported ?? (unsent.includes(name) ? none : undefined),
  };
}
