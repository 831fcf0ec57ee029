import { PrefixKey } from '../../routes/RouteSource';
import { hasRoom } from './birdTables';
import { BirdProtocol } from './parseProtocols';
import { readDetails } from './readDetails';

/**
 * As many routes as one reply is asked for. A full feed's have some 300 bytes each
 * in BIRD's text, 400 in that of BIRD 3, and many communities add to that; 512 MiB
 * are read of one reply, which leaves 640 for each.
 */
export const ONE_LIST_ROUTES = 800_000;

/** What is asked for in one command. */
export interface DumpStep {
  tables: readonly string[];
  /** The one table is too long for that. */
  inParts: boolean;
}

/**
 * How many routes are in each table, from `show protocols all`: protocols of every
 * type bring some.
 */
export function tableLoads(
  protocols: readonly BirdProtocol[],
  { filtered }: { filtered: boolean },
): Map<string, number> {
  const loads = new Map<string, number>();
  const add = (name: string | undefined, routes: number) => {
    if (name) {
      loads.set(name, (loads.get(name) ?? 0) + routes);
    }
  };
  for (const { details } of protocols) {
    for (const { value } of readDetails(details).channels) {
      // Also of a channel that is not up: through a graceful restart they stay.
      const routes = value('Routes') ?? '';
      add(value('Table'), count(routes, filtered ? 'filtered' : 'imported'));
      // A pipe: what it exports is in the table at its other end.
      add(value('Peer table'), filtered ? 0 : count(routes, 'exported'));
    }
  }
  return loads;
}

/** In `3 imported, 2 filtered, 2 exported, 3 preferred`. */
function count(routes: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(routes)?.[1] ?? 0);
}

/**
 * One command after the other for all routes of `tables`: as many tables in each
 * as `most` routes allow, and alone what is longer than that by itself.
 */
export function dumpSteps(
  tables: readonly string[],
  loads: ReadonlyMap<string, number>,
  most: number,
): DumpStep[] {
  const steps: DumpStep[] = [];
  let list: string[] | undefined;
  let sum = 0;
  for (const name of tables) {
    const routes = loads.get(name) ?? 0;
    if (routes > most) {
      steps.push({ tables: [name], inParts: true });
      continue;
    }
    if (!list || !hasRoom(list, name) || sum + routes > most) {
      list = [];
      sum = 0;
      steps.push({ tables: list, inParts: false });
    }
    list.push(name);
    sum += routes;
  }
  return steps;
}

/** All networks of a family. */
export function wholeSpace(family: 4 | 6): PrefixKey {
  return { family, address: new Uint8Array(family === 4 ? 4 : 16), length: 0 };
}

/** The two networks that are one bit longer; undefined of a single address. */
export function halvesOf({
  family,
  address,
  length,
}: PrefixKey): [PrefixKey, PrefixKey] | undefined {
  if (length === 8 * address.length) {
    return undefined;
  }
  const upper = address.slice();
  // eslint-disable-next-line no-bitwise
  upper[length >> 3] |= 0x80 >> (length & 7);
  return [
    { family, address, length: length + 1 },
    { family, address: upper, length: length + 1 },
  ];
}
