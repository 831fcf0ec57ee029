import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { TableFact } from '../../rib/impact/ImpactRequest';
import { RouterReading } from '../../routes/RouteSource';
import { countsChanges, tableCounters } from '../../routes/tableCounters';

/** A table of a busy daemon without events moved as soon as it is read: so old it may be. */
const FRESH_TABLE_MS = 10_000;
/** Daemons date in whole seconds, and routes follow the session. */
const ROUTES_COME_MS = 3_000;

/** Undefined when the table is the one the router has now. */
export function problemOfTable(
  table: TableFact | undefined,
  reading: RouterReading | undefined,
): string | undefined {
  if (!table) {
    return 'the route index does not have it.';
  }
  const { state, counters, ageMs = Infinity } = table;
  if (state.error) {
    return `${state.error}.`;
  }
  if (state.state === 'live') {
    // Events tell of its routes one after the other.
    const fresh = reading?.sessions.find(session => cameUpAfter(session, 0));
    return fresh && `the routes of ${fresh.name} are still coming.`;
  }
  if (state.state !== 'polled') {
    return `it is ${state.state}.`;
  }
  const isSame = reading && counters === tableCounters(reading.sessions);
  const tells = reading && countsChanges(reading.sessions);
  if (isSame && tells) {
    return undefined;
  }
  const undated = reading?.sessions.find(
    ({ name, since, ...session }) =>
      session.state === 'established' &&
      since === undefined &&
      !reading.datedByDay?.includes(name),
  );
  if (undated) {
    return `it is not known whether the routes of ${undated.name} came after it was read: the router does not say when that session came up.`;
  }
  const young = reading?.sessions.find(session => cameUpAfter(session, ageMs));
  if (young) {
    return `it was read before the routes of ${young.name} came.`;
  }
  if (ageMs <= FRESH_TABLE_MS) {
    return undefined;
  }
  const age = `${Math.round(ageMs / 1000)} s ago`;
  return isSame
    ? `it was read ${age}, and the router does not tell whether routes moved since.`
    : `routes moved since it was read ${age}.`;
}

/** Its routes may be missing in a table of that age. */
function cameUpAfter({ state, since }: SessionReading, ageMs: number): boolean {
  return (
    state === 'established' &&
    since !== undefined &&
    Date.now() - Date.parse(since) < ageMs + ROUTES_COME_MS
  );
}
