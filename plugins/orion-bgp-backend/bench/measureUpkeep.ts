import {
  setImmediate as nextTurn,
  setTimeout as sleep,
} from 'node:timers/promises';
import { diffTables } from '../src/rib/diff/diffTables';
import { searchTables } from '../src/rib/query/searchTables';
import { RibTable } from '../src/rib/table/RibTable';
import { VrpTable } from '../src/rpki/VrpTable';
import { BenchRow, milliseconds } from './BenchTable';
import { createRandom, FULL_TABLE, routesWanted } from './generateRoutes';
import { peakWhile } from './peakWhile';

const MIB = 2 ** 20;
/** As many as a table's keeper lets wait. */
const CHANGES = 8192;
/** Somebody who searches asks again after this. */
const ASKED_EVERY_MS = 2;
const ROUNDS = 5;
const size = routesWanted();
/** Beside less than a full table what any comparison throws away is much. */
const isFull = size.v4 + size.v6 >= FULL_TABLE;

/** Two tables of one pool, and what is done to them. */
interface Upkeep {
  /** With the memory they take when nothing is done to them. */
  tables: { rib: RibTable; residentBytes: number }[];
  vrps: VrpTable;
  add(row: BenchRow): void;
}

/**
 * What it takes to keep tables up: their memory at the worst moment of a merge and
 * of a comparison, and how long whoever searches waits at most for either, and
 * while all paths are validated anew. Leaves tables that lack some routes.
 */
export async function measureUpkeep(upkeep: Upkeep): Promise<void> {
  measurePeaks(upkeep);
  await measureWaits(upkeep);
}

function measurePeaks({ add, tables }: Upkeep): void {
  const [{ rib, residentBytes }] = tables;
  change(rib);
  const merging = peakWhile(() => rib.merge());
  add(peakRow(`${CHANGES} changes are merged`, residentBytes, merging));
  tables.forEach(table => change(table.rib));
  const comparing = peakWhile(() => compare(tables));
  const both = tables.reduce((sum, table) => sum + table.residentBytes, 0);
  add(peakRow('two tables with changes are compared', both, comparing));
}

async function measureWaits({ add, tables, vrps }: Upkeep): Promise<void> {
  const [{ rib }] = tables;
  const search = searcher(rib);
  const tell = async (
    meanwhile: string,
    prepare: () => void,
    work: () => Promise<void> | void,
  ) => {
    let value = 0;
    for (let round = 0; round < ROUNDS; round++) {
      prepare();
      value = Math.max(value, await longestWait(search, work));
    }
    const what = `longest wait of a search while ${meanwhile}`;
    add({ what, value, text: milliseconds(value) });
  };
  await tell(
    `${CHANGES} changes are merged`,
    () => change(rib),
    () => rib.mergeInTurns(),
  );
  await tell(
    'two tables with changes are compared',
    () => tables.forEach(table => change(table.rib)),
    async () => {
      // As the index's host does it.
      for (const table of tables) {
        await table.rib.mergeInTurns();
      }
      compare(tables);
    },
  );
  await tell(
    `two tables are validated by ${vrps.count} VRPs`,
    () => tables.forEach(table => table.rib.validate(undefined)),
    async () => {
      // As the index's host does it.
      for (const table of tables) {
        await nextTurn();
        table.rib.validate(vrps);
      }
    },
  );
}

function compare([a, b]: Upkeep['tables']): void {
  diffTables(a.rib, b.rib, { scope: 'accepted', limit: 100 });
}

/** A second copy of what is there is the most. */
function peakRow(
  meanwhile: string,
  residentBytes: number,
  peakBytes: number,
): BenchRow {
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(1)} MiB`;
  return {
    what: `peak of heap and array buffers while ${meanwhile}`,
    value: (residentBytes + peakBytes) / MIB,
    text: `${mib(residentBytes + peakBytes)}, of them ${mib(peakBytes)} for it`,
    bar: isFull
      ? { atMost: Math.floor((2 * residentBytes) / MIB), unit: 'MiB' }
      : undefined,
  };
}

/** Every so many paths are told again, and each third of these is gone. */
function change(rib: RibTable): void {
  const { v4, v6 } = rib;
  const every = Math.max(1, Math.floor((v4.paths + v6.paths) / CHANGES));
  for (const family of [v4, v6]) {
    const { base } = family;
    for (let at = 0; at < base.count; at += every) {
      const key = base.readKey(at);
      const session = base.session[at];
      const pathId = base.pathIdAt(at);
      if ((at / every) % 3 === 2) {
        family.withdraw(key, session, pathId);
        continue;
      }
      family.upsert(key, {
        path: base.path[at],
        community: base.community[at],
        rest: base.rest[at],
        session,
        pathId,
        flags: base.flags[at],
        meta: base.meta[at],
        since: base.since[at] + 1,
      });
    }
  }
}

/** Longest matches of addresses the table has routes to. */
function searcher(rib: RibTable): () => void {
  const random = createRandom(11);
  return () => {
    const { base } = random() < 0.5 ? rib.v4 : rib.v6;
    const key = base.readKey(Math.floor(random() * base.count));
    searchTables([rib], { prefix: { match: 'longest', key } }, { limit: 100 });
  };
}

/** From when an answer was due to when it was there. */
async function longestWait(
  search: () => void,
  work: () => Promise<void> | void,
): Promise<number> {
  let isOver = false;
  let longest = 0;
  const ask = async () => {
    while (!isOver) {
      const due = performance.now() + ASKED_EVERY_MS;
      await sleep(ASKED_EVERY_MS);
      search();
      longest = Math.max(longest, performance.now() - due);
    }
  };
  const asking = ask();
  // Asked often enough for the compiler before anything else is done.
  await sleep(200);
  longest = 0;
  await work();
  isOver = true;
  await asking;
  return longest;
}
