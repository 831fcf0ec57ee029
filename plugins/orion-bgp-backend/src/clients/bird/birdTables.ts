import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { isBirdName } from './commands';

/** What BIRD shows when no table is named. */
export const OWN_CHOICE: readonly string[] = ['master4', 'master6'];
/** Names have 64 characters at most, and a line of BIRD's 4,095. */
export const TABLES_AT_ONCE = 32;

/** A routing table that BIRD shows only when it is named. */
export interface BirdTable {
  name: string;
  /** Undefined of one that only the configuration names. */
  family?: 4 | 6;
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
  for (let at = 0; at < known.length; at += TABLES_AT_ONCE) {
    lists.push(known.slice(at, at + TABLES_AT_ONCE).map(({ name }) => name));
  }
  return [...lists, ...alone.map(({ name }) => [name]), undefined];
}
