import {
  RouterIdentity,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { gateSession as session } from '../../__testUtils__/gateFacts';
import { planComparisons } from './planComparisons';

const he = { address: '2001:db8::1', from: 'he_v6', to: 'he_v6' };
const identity = { routerId: '10.0.10.1' } as RouterIdentity;
const upstream = session('gw1', { neighborAddress: he.address });
const inside = (receive: boolean) => {
  const one = session('gw2', {
    ...{ name: '10.0.10.1', type: 'internal', neighborId: '10.0.10.1' },
  });
  const addPath = { receive, send: false };
  return {
    ...one,
    families: one.families.map(family => ({ ...family, addPath })),
  };
};
const plan = (sessions: Session[], both = [] as (typeof he)[]) =>
  planComparisons(
    { id: 'gw1', sessions: [upstream], identity },
    { id: 'gw2', sessions },
    { both, moved: [] },
  );
const NONE =
  'No neighbor is established on both: gw2 has no session with 2001:db8::1 (he_v6 on gw1).';

describe('planComparisons', () => {
  it('compares what neighbors of both send, and what goes out to each', () => {
    expect(plan([inside(true)], [he])).toEqual([
      { scope: 'received', pairs: [he] },
      { scope: 'accepted', pairs: [he] },
      { scope: 'best', pairs: [he] },
      { scope: 'exported', neighbor: he, pairs: [he] },
    ]);
  });

  it('compares over a session inside what that can show, and names what it cannot', () => {
    const pairs = [{ ...he, to: '10.0.10.1' }];
    expect(plan([inside(true)])).toEqual([
      { scope: 'received', pairs: [], empty: NONE },
      { scope: 'accepted', pairs, over: '10.0.10.1' },
      { scope: 'best', pairs, over: '10.0.10.1' },
      { scope: 'exported', pairs: [], empty: NONE },
    ]);
    expect(plan([inside(false)])[1]).toEqual({
      scope: 'accepted',
      pairs: [],
      empty: `${NONE} 10.0.10.1 on gw2 carries only what gw1 chose: it has no add-path.`,
    });
  });

  it('compares nothing where nothing stands in, and says which session is missing', () => {
    const other = { ...inside(true), neighborId: '10.0.10.9' };
    for (const one of plan([other])) {
      expect(one.pairs).toEqual([]);
      expect(one.empty).toBe(
        `${NONE} No session inside brings gw2 what gw1 has either.`,
      );
    }
    const off = session('gw2', {
      ...{ neighborAddress: he.address, state: 'idle', adminState: 'down' },
    });
    expect(plan([off])[0].empty).toMatch(/he_v6 on gw2 is switched off/);
  });
});
