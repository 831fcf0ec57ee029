import { PathOptions } from '../../routes/RouteSource';
import { BirdConnection } from './BirdConnection';
import { OWN_CHOICE } from './birdTables';
import { RouteDumpParser, RouteDumpOptions } from './RouteDumpParser';

/** Network not found: an answer without routes. */
export const NO_ROUTES = 8001;
/** What BIRD says to a prefix of a table's other family, and to a table it does not have. */
export const NO_COMMAND = 9001;

export interface ListOptions
  extends PathOptions,
    Pick<RouteDumpOptions, 'clock'> {
  /** The paths that the import filters refused, instead of those in the tables. */
  filtered: boolean;
  /** Undefined is BIRD's own choice. */
  tables?: readonly string[];
  /** Codes that are no failure, beside that of an empty answer. */
  accept?: number[];
}

/** All paths of some tables, in one reply: its code and how many they were. */
export async function dumpList(
  connection: BirdConnection,
  { filtered, tables, accept = [], ...options }: ListOptions,
): Promise<{ code: number; paths: number }> {
  const { signal, sink, onCut, clock } = options;
  const parser = new RouteDumpParser({ sink, clock, filtered });
  const { code } = await connection.run(
    { kind: 'routes', filtered, tables },
    parser,
    { signal, dump: true, accept: [NO_ROUTES, ...accept] },
  );
  onCut?.(parser.incomplete);
  return { code, paths: parser.paths };
}

/**
 * What BIRD shows when no table is named, a table at a time: a full table each,
 * one reply with both may be longer than is read.
 *
 * @returns the number of paths
 */
export async function dumpOwnChoice(
  connection: BirdConnection,
  options: Omit<ListOptions, 'tables' | 'accept'>,
): Promise<number> {
  let count = 0;
  let known = false;
  for (const name of OWN_CHOICE) {
    const { code, paths } = await dumpList(connection, {
      ...options,
      tables: [name],
      accept: [NO_COMMAND],
    });
    known ||= code !== NO_COMMAND;
    count += paths;
  }
  return known ? count : (await dumpList(connection, options)).paths;
}
