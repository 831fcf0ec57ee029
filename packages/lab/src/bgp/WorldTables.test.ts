import { gw1Seed } from './seed';
import { WorldTables } from './WorldTables';

const start = Date.parse('2026-11-26T12:00:00Z');

describe('WorldTables', () => {
  const make = () => {
    const state = gw1Seed(start);
    const session = state.sessions.find(({ name }) => name === 'he_v6')!;
    return { state, session, tables: new WorldTables(state) };
  };

  it('keeps what it worked out until it is told to forget', () => {
    const { session, tables } = make();
    const before = tables.table('ipv6');
    const refused = tables.refused('ipv6');
    session.state = 'active';
    expect(tables.table('ipv6')).toBe(before);
    expect(tables.refused('ipv6')).toBe(refused);
    tables.forget();
    // Its own routes are all that is left.
    expect([...tables.table('ipv6').values()].flat()).toHaveLength(2);
    expect(tables.refused('ipv6')).toEqual([]);
  });

  it('has a route refused or in the table, never both, and adds why', () => {
    const { state, session, tables } = make();
    const [channel] = session.channels;
    const offered = channel.offers.length;
    const refused = tables
      .refused('ipv6')
      .filter(({ protocol }) => protocol === 'he_v6');
    const { imported, filtered } = tables.counts('he_v6', 'ipv6');
    expect(filtered).toBe(refused.length);
    expect(imported + filtered).toBe(offered);
    for (const { attributes, filtered: isRefused } of refused) {
      expect(isRefused).toBe(true);
      expect(attributes!.largeCommunities!.at(-1)).toEqual([
        state.asn,
        65_666,
        expect.any(Number),
      ]);
    }
  });

  it('sends nothing over what is down, and nothing back where it came from', () => {
    const { session, tables } = make();
    const all = { family: 'ipv6' as const, exports: 'all' as const };
    const sent = tables.exports(session, all);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ protocol }) => protocol !== 'he_v6')).toBe(true);
    expect(sent.every(({ best }) => best)).toBe(true);
    expect(tables.exports(session, { ...all, exports: 'none' })).toEqual([]);
    session.state = 'active';
    tables.forget();
    expect(tables.exports(session, all)).toEqual([]);
  });
});
