import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PrefixHolder, SessionKey } from '../../rib/impact/ImpactRequest';
import { RouterReading } from '../../routes/RouteSource';
import { carriedBy, Wholes } from './carriedBy';
import { candidatesOf, RouterSight } from './keptWays';

const OWN = '2001:db8:3949::/48';
const ids: Record<string, string> = {
  gw1: '10.0.0.1',
  gw2: '10.0.0.2',
  gw3: '10.0.0.3',
  // No router that is configured.
  rr: '10.0.0.9',
};

/** One internal session, `name` on `router`, to the loopback of another one. */
function inside(
  router: string,
  name: string,
  to: string,
  plane = 0,
): SessionReading {
  const address = (one: string) => `2001:db8:f${plane}::${ids[one]}`;
  return {
    name,
    type: 'internal',
    state: 'established',
    neighborId: ids[to],
    neighborAddress: address(to),
    localAddress: address(router),
  } as SessionReading;
}

function sight(
  id: string,
  sessions: SessionReading[],
  exports: Record<string, string[]> = {},
): RouterSight {
  return {
    router: { id },
    reading: { identity: { routerId: ids[id] }, sessions } as RouterReading,
    exports: new Map(Object.entries(exports)),
  };
}

const has = (router: string, session: string): PrefixHolder => ({
  prefix: OWN,
  router,
  session,
});
const heOnGw2 = { router: 'gw2', session: 'he' };

/** gw1 originates, gw2 speaks with the transit. */
const pair = (exports1 = {}, exports2: object = { he: [OWN] }) => [
  sight('gw1', [inside('gw1', 'to_gw2', 'gw2')], exports1),
  sight('gw2', [inside('gw2', 'to_gw1', 'gw1')], exports2 as never),
];

function carried(
  read: RouterSight[],
  key: SessionKey,
  holders: PrefixHolder[],
  ways: SessionKey[] = [heOnGw2],
  wholes?: Wholes,
) {
  const session = read
    .find(({ router }) => router.id === key.router)!
    .reading!.sessions.find(({ name }) => name === key.session)!;
  return carriedBy({ key, session, read, ways }, holders, wholes);
}

const here = { router: 'gw1', session: 'to_gw2' };
const there = { router: 'gw2', session: 'to_gw1' };

describe('carriedBy', () => {
  const fromGw1 = [has('gw1', ''), has('gw2', 'to_gw1')];
  const lost = { prefix: OWN, elsewhere: [], by: ['he on gw2'] };

  it.each([
    ['where it comes in', there, pair()],
    ['where it goes out', here, pair({ to_gw2: [OWN] })],
  ])('is lost at either end: %s', (_, key, read) => {
    expect(carried(read, key, fromGw1)).toEqual([lost]);
  });

  it('stays where its router has it by itself', () => {
    const holders = [...fromGw1, has('gw2', '')];
    expect(carried(pair(), there, holders)).toEqual([]);
    // What is sent is named all the same.
    expect(carried(pair({ to_gw2: [OWN] }), here, holders)).toEqual([
      { prefix: OWN, elsewhere: ['he on gw2'], by: [] },
    ]);
  });

  it('counts another router that has it without the session', () => {
    const read = [
      ...pair(),
      sight('gw3', [inside('gw3', 'to_gw1', 'gw1')], { alt: [OWN] }),
    ];
    const ways = [heOnGw2, { router: 'gw3', session: 'alt' }];
    const holders = [...fromGw1, has('gw3', 'to_gw1')];
    expect(carried(read, there, holders, ways)).toEqual([
      { ...lost, elsewhere: ['alt on gw3'] },
    ]);
  });

  it('counts no router that has it from one that loses it', () => {
    // gw2 reflects it to gw3 and back.
    const read = [
      pair()[0],
      sight(
        'gw2',
        [inside('gw2', 'to_gw1', 'gw1'), inside('gw2', 'to_gw3', 'gw3')],
        { he: [OWN] },
      ),
      sight('gw3', [inside('gw3', 'to_gw2', 'gw2')], { alt: [OWN] }),
    ];
    const ways = [heOnGw2, { router: 'gw3', session: 'alt' }];
    const holders = [...fromGw1, has('gw3', 'to_gw2'), has('gw2', 'to_gw3')];
    expect(carried(read, there, holders, ways)).toEqual([
      { ...lost, by: ['he on gw2', 'alt on gw3'] },
    ]);
  });

  it('stays over a second session between the two, told apart by its addresses', () => {
    const read = [
      sight('gw1', [
        inside('gw1', 'to_gw2', 'gw2'),
        inside('gw1', 'second', 'gw2', 1),
      ]),
      sight(
        'gw2',
        [inside('gw2', 'to_gw1', 'gw1'), inside('gw2', 'second', 'gw1', 1)],
        { he: [OWN] },
      ),
    ];
    const holders = [...fromGw1, has('gw2', 'second')];
    expect(carried(read, here, holders)).toEqual([]);
    expect(carried(read, there, holders)).toEqual([]);
    // Not knowing which is which, it counts on neither.
    const blurred = read.map(one => {
      for (const session of one.reading!.sessions) {
        session.localAddress = undefined;
        session.neighborAddress = `fe80::${session.name}%${one.router.id}`;
      }
      return one;
    });
    expect(carried(blurred, here, holders)).toEqual([lost]);
  });

  it('counts on no speaker that nobody reads', () => {
    const read = [
      sight('gw2', [inside('gw2', 'to_rr', 'rr'), inside('gw2', 'x', 'rr')], {
        he: [OWN],
      }),
    ];
    const holders = [has('gw2', 'to_rr'), has('gw2', 'x')];
    expect(
      carried(read, { router: 'gw2', session: 'to_rr' }, holders),
    ).toMatchObject([{ elsewhere: [], by: ['he on gw2'] }]);
    // The session of another one has nothing to do with it.
    const more = [...read, ...pair({ he: [] }, {}).slice(0, 1)];
    expect(carried(more, here, holders)).toEqual([]);
  });

  it('has no part in what goes out to nobody outside', () => {
    const read = pair({ to_gw2: [OWN] }, {});
    expect(candidatesOf({ read, ways: [heOnGw2] })).toEqual([]);
    expect(carried(read, here, fromGw1)).toEqual([]);
  });
});

describe('carriedBy, of an external session', () => {
  const PART = '2001:db8:3949:f000::/52';
  const outside = (name: string): SessionReading =>
    ({
      ...{ name, type: 'external', state: 'established' },
      families: [{ family: 'ipv6-unicast', up: true }],
    } as SessionReading);
  /** gw1 with two upstreams and a customer whose private AS is taken off. */
  const read = (exports: Record<string, string[]>, unread: string[] = []) => [
    {
      ...sight(
        'gw1',
        [
          inside('gw1', 'to_gw2', 'gw2'),
          ...['he', 'alt', 'customer'].map(outside),
        ],
        exports,
      ),
      unread: new Set(unread),
    },
    sight('gw2', [inside('gw2', 'to_gw1', 'gw1')]),
  ];
  const key = (session: string) => ({ router: 'gw1', session });
  const alone = (prefix: string) => ({ prefix, elsewhere: [] });

  describe('with a part of a network over one upstream only', () => {
    const two = read({ he: [OWN, PART], alt: [OWN] });
    const without = (wholes?: Wholes, given = two) =>
      carried(given, key('he'), [], [key('alt')], wholes);

    it('has it stay by the whole that goes out elsewhere', () => {
      const stays = {
        prefix: PART,
        elsewhere: ['alt on gw1'],
        cover: OWN,
      };
      const [whole, part] = without({ prefixes: [OWN] });
      expect(whole).toEqual({ prefix: OWN, elsewhere: ['alt on gw1'] });
      expect(part).toEqual(stays);
      // Nobody said which are wholes.
      expect(without()).toEqual([whole, stays]);
    });

    it('has each aggregate go out itself', () => {
      const lost = { ...alone(PART), cover: OWN };
      expect(without({ prefixes: [OWN, PART] })[1]).toEqual(lost);
      expect(without({ problem: 'NetBox is silent' })[1]).toEqual(lost);
    });

    it('counts no whole that goes out nowhere else', () => {
      expect(without({}, read({ he: [OWN, PART], alt: [] }))).toEqual([
        alone(OWN),
        alone(PART),
      ]);
      // Nor the way of everybody who is behind this network.
      expect(without({}, read({ he: [PART], alt: ['::/0'] }))).toEqual([
        alone(PART),
      ]);
    });
  });

  it('keeps what comes in over another external session as an own one', () => {
    const network = read({ alt: [OWN] });
    const both = [has('gw1', 'customer'), has('gw1', 'to_gw2')];
    const without = (holders: PrefixHolder[]) =>
      carried(network, key('to_gw2'), holders, [key('alt')]);
    expect(without(both)).toEqual([]);
    // What another network announces of ours goes out as theirs, or not at all.
    const foreign = { ...both[0], foreign: true };
    expect(without([foreign, both[1]])).toEqual([
      { ...alone(OWN), by: ['alt on gw1'] },
    ]);
    // Nor does what merely stands in for a neighbor.
    network[0].router.standIns = ['customer'];
    expect(without(both)).toMatchObject([{ elsewhere: [] }]);
  });

  it('loses what goes out elsewhere only because it comes in over it', () => {
    const network = read({ alt: [OWN], he: [OWN] });
    const without = (holders: PrefixHolder[], session = 'customer') =>
      carried(network, key(session), holders, [key('alt'), key('he')]);
    const held = has('gw1', 'customer');
    expect(without([held])).toEqual([
      { ...alone(OWN), by: ['alt on gw1', 'he on gw1'] },
    ]);
    expect(without([held, has('gw1', '')])).toEqual([]);
    expect(without([{ ...held, foreign: true }])).toEqual([]);
  });

  it('takes the aggregates for a list that is not whole, and what else was read', () => {
    const OTHER = '2001:db8:394a::/48';
    const V4 = '192.0.2.0/24';
    const network = read({ he: [PART], alt: [OWN, PART] }, ['he']);
    expect(
      carried(network, key('he'), [], [key('alt')], {
        prefixes: [OWN, OTHER, V4],
      }),
    ).toEqual([{ prefix: OWN, elsewhere: ['alt on gw1'] }, alone(OTHER)]);
    // The list of another session has less, and what it has counts.
    expect(
      carried(network, key('alt'), [], [key('he')], { prefixes: [OWN] }),
    ).toEqual([alone(OWN), { prefix: PART, elsewhere: ['he on gw1'] }]);
    expect(candidatesOf({ read: network, ways: [key('he')] })).toEqual([]);
  });

  it('takes ten thousand over ten ways in a moment', () => {
    const many = Array.from(
      { length: 10_000 },
      (_, at) => `10.0.${at >> 8}.${at % 256}/32`,
    );
    const names = Array.from({ length: 10 }, (_, at) => `up${at}`);
    const network = [
      sight(
        'gw1',
        names.map(outside),
        Object.fromEntries(names.map(name => [name, many])),
      ),
    ];
    const began = performance.now();
    const own = carried(
      network,
      key('up0'),
      many.map(prefix => ({ ...has('gw1', ''), prefix })),
      names.slice(1).map(key),
    );
    expect(own).toHaveLength(10_000);
    expect(own[0].elsewhere).toHaveLength(9);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
