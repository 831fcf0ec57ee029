import { findWayBack, WayBackFacts } from './findWayBack';

const HE = '2001:db8:100::1';
const session = (name: string, adminState: 'up' | 'down') => ({
  name,
  adminState,
});
const decided = (
  router: string,
  state: 'up' | 'down',
  at: string,
): WayBackFacts['decided'][number] => ({
  router,
  target: 'session',
  name: router === 'gw1' ? 'he_v6' : HE,
  state,
  decidedAt: `2026-11-26T${at}:00.000Z`,
});
const find = (over: Partial<WayBackFacts> = {}) =>
  findWayBack({
    shared: [{ address: HE, from: 'he_v6', to: HE }],
    from: { id: 'gw1', sessions: [session('he_v6', 'down')] },
    to: { id: 'gw2', sessions: [session(HE, 'up')] },
    decided: [decided('gw1', 'down', '12:00')],
    ...over,
  });
const keeps = (...rows: WayBackFacts['decided']) =>
  find({ decided: rows }).map(({ keepNew }) => keepNew);

describe('findWayBack', () => {
  it('is there for what is off here and is to speak there', () => {
    expect(find()).toEqual([
      { session: 'he_v6', keepNew: true, byChange: true },
    ]);
    const on = [session('he_v6', 'up')];
    expect(find({ from: { id: 'gw1', sessions: on } })).toEqual([]);
    const off = [session(HE, 'down')];
    expect(find({ to: { id: 'gw2', sessions: off } })).toEqual([]);
    expect(find({ shared: [] })).toEqual([]);
  });

  it('says what no change switched off', () => {
    for (const rows of [[], [decided('gw1', 'up', '12:00')]]) {
      expect(find({ decided: rows })).toMatchObject([{ byChange: false }]);
    }
  });

  it('silences whoever the same cut-over had speak', () => {
    expect(
      keeps(decided('gw1', 'down', '12:00'), decided('gw2', 'up', '12:00')),
    ).toEqual([false]);
  });

  it('silences whoever was switched on after', () => {
    expect(
      keeps(decided('gw1', 'down', '12:00'), decided('gw2', 'up', '12:05')),
    ).toEqual([false]);
  });

  it('keeps whoever spoke before, however that came', () => {
    expect(
      keeps(decided('gw1', 'down', '12:00'), decided('gw2', 'up', '11:00')),
    ).toEqual([true]);
    // An older way back silenced it; somebody had it speak without a change.
    expect(
      keeps(decided('gw1', 'down', '12:00'), decided('gw2', 'down', '11:00')),
    ).toEqual([true]);
  });

  it('keeps nobody where it is not known who spoke before', () => {
    expect(keeps()).toEqual([false]);
    expect(keeps(decided('gw1', 'up', '12:00'))).toEqual([false]);
    expect(
      keeps({ ...decided('gw1', 'down', '12:00'), name: 'he_v4' }),
    ).toEqual([false]);
  });
});
