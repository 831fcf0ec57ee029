import { diffTables } from '../src/rib/diff/diffTables';
import { DiffCounts } from '../src/rib/diff/TableDiff';
import { FamilyTable } from '../src/rib/table/FamilyTable';
import { RibTable } from '../src/rib/table/RibTable';
import { Rows } from '../src/rib/table/Rows';
import { Bar, BenchTable, milliseconds } from './BenchTable';
import { middleOf } from './middleOf';

/** One row in so many is made to differ. */
const EVERY = 100;

/** How many routes are apart, by what became of them. */
type Apart = Pick<DiffCounts, 'onlyA' | 'onlyB' | 'different'>;

/** Two tables of one feed and one pool. */
export interface MeasuredDiff {
  a: RibTable;
  b: RibTable;
  bar: Bar;
  /** What stands before each line. */
  name: string;
  bench: BenchTable;
}

/**
 * Times the comparison of two equal tables after about one route in a hundred was
 * taken out on either side, or got another path: what is apart leaves the fast lane
 * of what is equal. What is found is held to what was made. Leaves them apart.
 */
export function measureDiff({ a, b, bar, name, bench }: MeasuredDiff): void {
  const made: Apart = { onlyA: 0, onlyB: 0, different: 0 };
  const paths = a.v4.paths + a.v6.paths;
  takeApart(a.v4, b.v4, made);
  takeApart(a.v6, b.v6, made);
  // Bringing the changes in is another figure.
  a.merge();
  b.merge();
  const diff = () => diffTables(a, b, { scope: 'accepted', limit: 100 });
  const value = middleOf(diff);
  const { counts } = diff();
  const what = `${name}: diff, one route in a hundred apart`;
  bench.add({
    what,
    value,
    text: `${milliseconds(value)} (${inWords(counts)})`,
    bar,
  });
  const { onlyA, onlyB, different } = made;
  const wanted = { ...made, same: paths - onlyA - onlyB - different };
  if (inWords(counts) !== inWords(wanted)) {
    bench.fail(`${what}: made were ${inWords(wanted)}`);
  }
}

function inWords(counts: Apart & Pick<DiffCounts, 'same'>): string {
  const { same, onlyA, onlyB, different } = counts;
  return `${same} same, ${onlyA} and ${onlyB} only in one, ${different} other`;
}

/** Both tables have the same rows in the same order. */
function takeApart(a: FamilyTable, b: FamilyTable, made: Apart): void {
  const { base: rows } = a;
  const { base: others } = b;
  for (let at = 0; at < rows.count; at += EVERY) {
    const key = rows.readKey(at);
    // Not as many on one side as on the other, so that neither is taken for the other.
    switch ((at / EVERY) % 6) {
      case 0:
        a.withdraw(key, rows.session[at], rows.pathIdAt(at));
        made.onlyB++;
        break;
      case 1:
      case 2:
        b.withdraw(key, others.session[at], others.pathIdAt(at));
        made.onlyA++;
        break;
      default:
        b.upsert(key, {
          path: anotherPath(others, at),
          community: others.community[at],
          rest: others.rest[at],
          session: others.session[at],
          pathId: others.pathIdAt(at),
          flags: others.flags[at],
          meta: others.meta[at],
          since: others.since[at],
        });
        made.different++;
    }
  }
}

/** Of the next row that has another one. */
function anotherPath({ count, path }: Rows, at: number): number {
  for (let next = at + 1; next < at + count; next++) {
    if (path[next % count] !== path[at]) {
      return path[next % count];
    }
  }
  throw new Error('every row has the same path');
}
