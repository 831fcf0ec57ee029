import { insideFeed } from './insideFeed';

const family = (name: string, up = true) => ({ family: name, up });
const sides = (more: object[] = [], inside: object = {}) => ({
  from: {
    parts: {
      fibWriters: ['ipv4-unicast', 'ipv6-unicast'].map(one => family(one)),
    },
    sessions: [
      {
        ...{ name: 'shadow', type: 'internal', state: 'established' },
        neighborId: '10.0.10.2',
        families: [family('ipv4-unicast'), family('ipv6-unicast')],
        ...inside,
      },
      ...more,
    ],
  },
  to: { parts: { fibWriters: [] }, identity: { routerId: '10.0.10.2' } },
});
const feed = ({ from, to }: ReturnType<typeof sides>) =>
  insideFeed(
    { id: 'gw1', standIns: ['stand_in6'] },
    from as never,
    to as never,
  );
const external = (name: string, state = 'established') => ({
  ...{ name, state, type: 'external' },
  families: [family('ipv6-unicast')],
});

describe('insideFeed', () => {
  it('is the session with the new router, for what the old one writes by it alone', () => {
    expect(feed(sides())).toMatchObject({
      router: 'gw1',
      session: { name: 'shadow' },
      families: ['ipv4-unicast', 'ipv6-unicast'],
    });
  });

  it.each([
    ['leaves out where the old one still speaks', 'alt_v6', ['ipv4-unicast']],
    [
      'takes what stands in for no way out',
      'stand_in6',
      ['ipv4-unicast', 'ipv6-unicast'],
    ],
  ])('%s', (_, name, families) => {
    expect(feed(sides([external(name)])).families).toEqual(families);
  });

  it('leaves out where the old one speaks with a neighbor that restarts', () => {
    const restarting = { ...external('alt_v6'), restarting: true };
    expect(feed(sides([restarting])).families).toEqual(['ipv4-unicast']);
  });

  it('is with nobody else, and not one that is down', () => {
    for (const inside of [{ neighborId: '10.0.10.9' }, { state: 'active' }]) {
      expect(feed(sides([], inside)).session).toBeUndefined();
    }
  });

  it('is of no family the new router writes itself', () => {
    const { from, to } = sides();
    const writes = { fibWriters: [family('ipv6-unicast')] };
    const found = insideFeed(
      { id: 'gw1' },
      from as never,
      { ...to, parts: writes } as never,
    );
    expect(found.families).toEqual(['ipv4-unicast']);
  });
});
