import { PathOptions, PrefixKey } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { BirdConnection } from './BirdConnection';
import { OWN_CHOICE } from './birdTables';
import { DumpStep, dumpSteps, halvesOf, wholeSpace } from './dumpParts';
import { RouteDumpParser, RouteDumpOptions } from './RouteDumpParser';

/** Network not found: an answer without routes. */
export const NO_ROUTES = 8001;
/**
 * What BIRD says to a prefix of a table's other family, to a table it does not have,
 * and to a command it does not know.
 */
export const NO_COMMAND = 9001;

/** Many times what any router has: one that counts ever more is not believed. */
const MOST_PARTS = 1_000;

interface ListOptions extends PathOptions, Pick<RouteDumpOptions, 'clock'> {
  /** The paths that the import filters refused, instead of those in the tables. */
  filtered: boolean;
}

export interface DumpOptions extends ListOptions {
  /** Named in every message. */
  router: string;
  /** Beside BIRD's own choice. */
  tables: readonly string[];
  /** Routes by table. */
  loads: ReadonlyMap<string, number>;
  /** As many routes as one reply is asked for. */
  most: number;
}

/** Of a reply: its code and how many paths it had. */
interface ListEnd {
  code: number;
  paths: number;
}

/** A part of the space, of a table of that family. */
interface Part {
  table: string;
  within: PrefixKey;
}

/**
 * All paths of a router, BIRD's own choice last: of a path that a pipe carries
 * into another table, the one that came last stays.
 *
 * @returns the number of paths
 */
export async function dumpTables(
  connection: BirdConnection,
  options: DumpOptions,
): Promise<number> {
  const { tables, loads, most } = options;
  let count = 0;
  for (const step of dumpSteps(tables, loads, most)) {
    count += (await dumpStep(connection, step, options)).paths;
  }
  return count + (await dumpOwnChoice(connection, options));
}

/** All paths of some tables, in one reply. */
async function dumpList(
  connection: BirdConnection,
  what: {
    tables?: readonly string[];
    prefix?: PrefixKey;
    within?: PrefixKey;
  },
  { signal, sink, onCut, clock, filtered }: ListOptions,
  accept: number[] = [],
): Promise<ListEnd> {
  const parser = new RouteDumpParser({ sink, clock, filtered });
  const { code } = await connection.run(
    { kind: 'routes', filtered, ...what },
    parser,
    { signal, dump: true, accept: [NO_ROUTES, ...accept] },
  );
  onCut?.(parser.incomplete);
  return { code, paths: parser.paths };
}

/**
 * What BIRD shows when no table is named, a table at a time: a full table each,
 * one reply with both may be longer than is read.
 */
async function dumpOwnChoice(
  connection: BirdConnection,
  options: DumpOptions,
): Promise<number> {
  let count = 0;
  let known = false;
  for (const name of OWN_CHOICE) {
    const [step] = dumpSteps([name], options.loads, options.most);
    const { code, paths } = await dumpStep(connection, step, options, [
      NO_COMMAND,
    ]);
    known ||= code !== NO_COMMAND;
    count += paths;
  }
  return known ? count : (await dumpList(connection, {}, options)).paths;
}

async function dumpStep(
  connection: BirdConnection,
  { tables, inParts }: DumpStep,
  options: DumpOptions,
  accept?: number[],
): Promise<ListEnd> {
  // No list tells which family the networks of a table have, but a refusal does.
  for (const family of inParts ? ([4, 6] as const) : []) {
    const whole = { table: tables[0], within: wholeSpace(family) };
    const routes = await countRoutes(connection, whole, options);
    if (routes !== undefined) {
      const paths = await dumpParts(connection, { ...whole, routes }, options);
      return { code: 0, paths };
    }
  }
  return dumpList(connection, { tables }, options, accept);
}

/**
 * A part with more routes than one reply is asked for is read as its halves, and as
 * the network of just its own length, which is in neither. So all paths to a
 * network come in one reply: with the best of them as BIRD had it then, and in
 * BIRD's order, by which the paths of one session are told from each other.
 */
async function dumpParts(
  connection: BirdConnection,
  whole: Part & { routes: number },
  options: DumpOptions,
): Promise<number> {
  const waiting = [whole];
  let paths = 0;
  for (let parts = 1; waiting.length > 0; parts++) {
    const { table, within, routes } = waiting.pop()!;
    if (parts > MOST_PARTS) {
      const message = `${options.router} has more than ${MOST_PARTS} replies to say of '${table}'`;
      throw new RouteSourceError('limit', message);
    }
    const tables = [table];
    const halves = routes > options.most ? halvesOf(within) : undefined;
    if (halves) {
      const [lower, upper] = halves.map(half => ({ table, within: half }));
      const below = (await countRoutes(connection, lower, options)) ?? 0;
      const own = { tables, prefix: within };
      paths += (await dumpList(connection, own, options)).paths;
      waiting.push({ ...upper, routes: routes - below });
      waiting.push({ ...lower, routes: below });
    } else {
      const part = { tables, within };
      paths += (await dumpList(connection, part, options)).paths;
    }
  }
  return paths;
}

/**
 * Undefined where BIRD knows no such part: the table is of another family, or BIRD
 * older than 2.0.9.
 */
async function countRoutes(
  connection: BirdConnection,
  part: Part,
  { filtered, signal }: ListOptions,
): Promise<number | undefined> {
  const { lines } = await connection.lines(
    { kind: 'route-count', filtered, ...part },
    // It walks the whole table.
    { signal, dump: true, accept: [NO_COMMAND] },
  );
  const [, routes] = /^(\d+) of \d+ routes for /.exec(lines[0]?.text) ?? [];
  return routes === undefined ? undefined : Number(routes);
}
