import { countApart } from '../src/rib/diff/countApart';
import { diffTables } from '../src/rib/diff/diffTables';
import { MAX_MOVES, MoveLog } from '../src/rib/moves/MoveLog';
import { milliseconds } from './BenchTable';
import { MeasuredDiff } from './measureDiff';
import { middleOf } from './middleOf';

/**
 * Times the comparison of two tables that are apart, where as many prefixes moved as
 * are remembered, some of those apart among them. A new move comes before each.
 */
export function measureMoved({
  a,
  b,
  name,
  bench,
}: Omit<MeasuredDiff, 'bar'>): void {
  const log = new MoveLog();
  for (const { base } of [a.v4, a.v6]) {
    const step = Math.max(1, Math.ceil(base.count / MAX_MOVES));
    for (let at = 0; at < base.count; at += step) {
      log.note(base.readKey(at), 0);
    }
  }
  const another = a.v4.base.readKey(0);
  const diff = () => {
    log.note(another, 0);
    const options = { scope: 'accepted', limit: 100 } as const;
    return diffTables(a, b, options, log.since(0));
  };
  const value = middleOf(diff);
  const { counts } = diff();
  const left = countApart(counts.moved);
  const what = `${name}: diff, with ${
    2 * MAX_MOVES
  } prefixes that moved at most`;
  bench.add({
    what,
    value,
    text: `${milliseconds(value)} (${left} moved, ${countApart(counts)} apart)`,
  });
  if (left === 0) {
    bench.fail(`${what}: none of those apart is among them`);
  }
}
