import { rejected, route } from '../tests/fakes';
import { pathsToDraw } from './pathsToDraw';

const accepted = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    route({ best: false, router: 'gw1', session: `ix_${index}` }),
  );

describe('pathsToDraw', () => {
  it('leaves out none, and moves none, where all can be drawn', () => {
    const all = [...accepted(2), rejected(), route({ router: 'gw2' })];
    expect(pathsToDraw(all, 4)).toBe(all);
  });

  it('leaves out what is neither best nor rejected, and keeps the order', () => {
    const [refused, best] = [rejected({ router: 'gw2' }), route()];
    const others = accepted(5);
    expect(pathsToDraw([...others, refused, best], 4)).toEqual([
      ...others.slice(0, 2),
      refused,
      best,
    ]);
  });

  it('has the best before any rejected', () => {
    const best = route({ router: 'gw9' });
    const refused = [rejected(), rejected({ pathId: 2 })];
    expect(pathsToDraw([...refused, best], 1)).toEqual([best]);
    expect(pathsToDraw([...accepted(3), ...refused, best], 2)).toEqual([
      refused[0],
      best,
    ]);
  });
});
