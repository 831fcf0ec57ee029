import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { failed, GateFacts, GateVerdict, passed } from './GateFacts';

/** A comparison of tables that are not whole proves nothing. */
const WHOLE: TableState['state'][] = ['live', 'polled'];
/** As `DumpSchedule` has them: no table whose routes moved is read again sooner. */
const REST_FACTOR = 50;
const MIN_REST_MS = 5 * 60_000;
/** Until the next look asks for it, and until it is read. */
const SLACK_MS = 2 * 60_000;
const READINGS = 2;
/** Two machines' clocks differ by less. */
const MAX_SKEW_MS = 60_000;

/**
 * Milliseconds from which a table that is read now and then is to be read again,
 * for who compares it.
 */
export function restOf({ dumpMs = 0 }: TableState): number {
  return Math.max(MIN_REST_MS, REST_FACTOR * dumpMs);
}

/** Since its last reading; undefined of one that was never read, or in the future. */
export function ageOf({ dumpedAt }: TableState, now: Date): number | undefined {
  const ageMs = dumpedAt ? now.getTime() - Date.parse(dumpedAt) : NaN;
  return ageMs >= -MAX_SKEW_MS ? Math.max(0, ageMs) : undefined;
}

/** Whether both tables are whole, and young enough for what is compared. */
export function judgeTables({ from, to, now }: GateFacts): GateVerdict {
  const sides = [from, to];
  const inputs = sides.map(({ id, table }) => ({
    name: `paths of ${id}`,
    rows: (table?.paths.ipv4 ?? 0) + (table?.paths.ipv6 ?? 0),
  }));
  for (const { id, table } of sides) {
    const problem = table ? problemOf(id, table, now) : 'missing';
    if (problem) {
      return failed(table ? problem : `The table of ${id} is missing.`, inputs);
    }
  }
  const empty = inputs.find(({ rows }) => rows === 0);
  if (empty) {
    return failed(`There are no ${empty.name}.`, inputs);
  }
  const ages = sides.flatMap(({ id, table }) =>
    table?.state === 'polled'
      ? `that of ${id} was read ${minutes(ageOf(table, now)!)} ago`
      : [],
  );
  return passed(`${['Both tables are whole', ...ages].join(', ')}.`, inputs);
}

/** Nothing is wrong with such a table: it is compared with a new dump, and whole soon. */
export function isReread(table: TableState | undefined): boolean {
  return table?.state === 'resyncing' && table.error === undefined;
}

function problemOf(
  id: string,
  table: TableState,
  now: Date,
): string | undefined {
  const { cutAttributes, dumpedAt, dumpMs = 0, error, state } = table;
  if (isReread(table)) {
    return `The table of ${id} is being read again.`;
  }
  if (!WHOLE.includes(state)) {
    return `The table of ${id} is ${state}${error ? `: ${error}` : ''}.`;
  }
  if (error) {
    return `The table of ${id} is that of ${dumpedAt}: ${error}.`;
  }
  if (cutAttributes) {
    return `${id} printed ${cutAttributes} attributes only in part: a difference behind that would not be seen.`;
  }
  if (state !== 'polled') {
    return undefined;
  }
  const ageMs = ageOf(table, now);
  if (ageMs === undefined) {
    return `Nobody knows how old the table of ${id} is.`;
  }
  const mostMs = restOf(table) + READINGS * dumpMs + SLACK_MS;
  return ageMs > mostMs
    ? `The table of ${id} was read ${minutes(
        ageMs,
      )} ago, and counts for ${minutes(mostMs)}.`
    : undefined;
}

function minutes(ms: number): string {
  return ms < 60_000
    ? `${Math.round(ms / 1000)} s`
    : `${Math.round(ms / 60_000)} min`;
}
