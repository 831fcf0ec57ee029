import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { AttributePool } from '../pool/AttributePool';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { toPrefixKey } from '../table/PrefixKey';
import { createRouteGenerator } from '../testing/randomRoutes';
import { TableMoves } from './TableMoves';

const text = ({ address, length }: Pick<PathRecord, 'address' | 'length'>) =>
  `${address.join('.')}/${length}`;
const keyOf = ({ family, address, length }: PathRecord) =>
  toPrefixKey(family, address, length);

function build(pool: AttributePool, routes: PathRecord[]) {
  const builder = new RibTableBuilder(pool, { router: 'r1', asn: 394955 });
  routes.forEach(route => builder.add(route));
  return builder.build();
}

describe('TableMoves', () => {
  it.each([1, 2, 3])(
    'notes each prefix that is other in a new table, and none else, seed %d',
    async seed => {
      const random = createRouteGenerator(seed);
      const before = Array.from({ length: 800 }, () => random.route());
      // Nobody cares when a path came.
      const after = before.map(one => ({ ...one, since: one.since + 1 }));
      const moved = new Set<string>();
      const touch = (one: PathRecord) => moved.add(text(one));
      for (let count = 0; count < 40; count++) {
        const at = random.pick(after.length);
        touch(after[at]);
        if (random.pick(2)) {
          after.splice(at, 1);
        } else {
          // eslint-disable-next-line no-bitwise
          after[at] = { ...after[at], flags: after[at].flags ^ PathFlag.stale };
        }
        const added = random.route();
        touch(added);
        after.push(added);
      }
      const pool = new AttributePool();
      const [old, now] = [build(pool, before), build(pool, after)];
      const moves = new TableMoves(() => 60_000);
      await moves.replaced(old, now);
      const seen = moves.moves.since(60_000);
      const all = [...before, ...after];
      const noted = all.filter(one => seen.has(keyOf(one))).map(text);
      // A route that was put back as it was, or twice, is no move.
      const differing = new Set(
        all
          .map(text)
          .filter(prefix => pathsOf(before, prefix) !== pathsOf(after, prefix)),
      );
      expect(new Set(noted)).toEqual(differing);
      expect(differing.size).toBeGreaterThan(20);
      for (const prefix of differing) {
        expect(moved.has(prefix)).toBe(true);
      }
    },
  );

  it('brings in what the old one still lacks', async () => {
    const random = createRouteGenerator(9);
    const routes = Array.from({ length: 50 }, () => random.route());
    const pool = new AttributePool();
    const path = { ...random.route(), session: 'gone' };
    const old = build(pool, [...routes, path]);
    expect(old.apply({ path, withdrawn: true })).toBe(true);
    expect(old.apply({ path, withdrawn: true })).toBe(false);
    const moves = new TableMoves(() => 0);
    await moves.replaced(old, build(pool, routes));
    expect(moves.moves.since(0).isEmpty).toBe(true);
  });
});

/** Of several with the same session and path identifier the last one counts. */
function pathsOf(routes: PathRecord[], prefix: string): string {
  const paths = new Map<string, string>();
  for (const { attributes, flags, pathId, session, ...one } of routes) {
    if (text(one) === prefix) {
      paths.set(`${session} ${pathId}`, `${attributes.join(' ')} ${flags}`);
    }
  }
  return JSON.stringify([...paths].sort());
}
