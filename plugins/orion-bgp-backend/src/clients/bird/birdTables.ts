import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { isBirdName } from './commands';

/** What BIRD shows when no table is named. */
export const OWN_CHOICE: readonly string[] = ['master4', 'master6'];
/**
 * For the tables in one line. BIRD 2 and 3 read into 1,024 octets, and hang up where a
 * line is no shorter; what a command has beside its tables are 70 at most.
 */
const ROOM = 950;

/** A routing table that BIRD shows only when it is named. */
export interface BirdTable {
  name: string;
  /** Undefined of one that only the configuration names. */
  family?: 4 | 6;
}

/** Whether one command can name `name`, beside those it names already. */
export function hasRoom(names: readonly string[], name: string): boolean {
  const length = [...names, name].reduce(
    (sum, one) => sum + " table ''".length + one.length,
    0,
  );
  return length <= ROOM;
}

/**
 * The tables to ask for beside BIRD's own choice: those the channels of the
 * sessions are connected to, and the ones that were `named`.
 */
export function furtherTables(
  sessions: readonly SessionReading[],
  named: readonly string[] = [],
): BirdTable[] {
  const tables = new Map<string, BirdTable>(
    named.map(name => [name, { name }]),
  );
  for (const { family, table } of sessions.flatMap(one => one.families)) {
    const number = { 'ipv4-unicast': 4, 'ipv6-unicast': 6 }[family];
    if (number && table && isBirdName(table)) {
      tables.set(table, { name: table, family: number as 4 | 6 });
    }
  }
  return [...tables.values()].filter(({ name }) => !OWN_CHOICE.includes(name));
}

/**
 * What to name in one command after the other for a prefix of `family`: undefined
 * is BIRD's own choice. That comes last: of a path that a pipe carries into
 * another table, the one that came last stays.
 */
export function tableLists(
  tables: readonly BirdTable[],
  family: 4 | 6,
): (readonly string[] | undefined)[] {
  const lists: string[][] = [];
  const known = tables.filter(one => one.family === family);
  // One of the other family would fail the whole command.
  const alone = tables.filter(one => !one.family);
  for (const { name } of known) {
    const list = lists.at(-1);
    if (list && hasRoom(list, name)) {
      list.push(name);
    } else {
      lists.push([name]);
    }
  }
  return [...lists, ...alone.map(({ name }) => [name]), undefined];
}
