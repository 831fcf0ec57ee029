import {
  BgpDriver,
  FamilyCounters,
  RouteCounter,
  SessionFamily,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { TableCounts } from '../rib/answer/TableCounts';

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
 */
export function fillCounters(
  session: CountedSession,
  table: TableCounts | undefined,
): SessionFamily[] {
  const current = isCurrent(table, session.since) ? table : undefined;
  return session.families.map(family => {
    const left = leftToIndex(session, family);
    if (left.length === 0) {
      return family;
    }
    const counted = current && countIn(current, session.name, family.family);
    const filled = left.map((step): [string, RouteCounter] => [
      step,
      {
        value: counted?.[step]?.value,
        definition: 'index',
        // A live table is as old as the session.
        asOf: current?.state === 'polled' ? current.dumpedAt : undefined,
      },
    ]);
    return {
      ...family,
      counters: { ...family.counters, ...Object.fromEntries(filled) },
    };
  });
}

function isCurrent(
  table: TableCounts | undefined,
  since: string | undefined,
): boolean {
  if (table?.state !== 'live' && table?.state !== 'polled') {
    return false;
  }
  return (
    since !== undefined &&
    table.readSince !== undefined &&
    Date.parse(table.readSince) >= Date.parse(since)
  );
}

/** A session without any path in a whole table brought none. */
function countIn(
  { sessions, unsent }: TableCounts,
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
