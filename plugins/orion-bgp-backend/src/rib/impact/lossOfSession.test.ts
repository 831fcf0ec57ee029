import { encodeAttributes } from '../../attributes/encodeAttributes';
import { parsePrefix } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { VrpTableBuilder } from '../../rpki/VrpTableBuilder';
import { AttributePool } from '../pool/AttributePool';
import { toPrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { RouterLink } from './ImpactRequest';
import { lossOfSession } from './lossOfSession';

const { received, accepted, best, filtered, stale, unreachable, unproven } =
  PathFlag;
const usual = received | accepted;
const ALL = '2001:db8:1::/48';

/** `prefix session flags` of one router. */
function table(
  pool: AttributePool,
  router: string,
  paths: [string, string, number][],
): RibTable {
  const builder = new RibTableBuilder(pool, { router, asn: 394955 });
  for (const [prefix, session, flags] of paths) {
    const { family, address, length } = parsePrefix(prefix)!;
    builder.add({
      family,
      address,
      length,
      attributes: new Uint8Array(),
      session,
      origin: session === '' ? 'static' : 'bgp',
      pathId: 0,
      flags,
      since: 0,
    });
  }
  return builder.build(undefined);
}

function buildTables(tables: {
  [router: string]: [string, string, number][];
}): RibTable[] {
  const pool = new AttributePool();
  return Object.entries(tables).map(([router, paths]) =>
    table(pool, router, paths),
  );
}

function loss(
  tables: { [router: string]: [string, string, number][] },
  usable: string[],
  addresses: string[] = [],
  links: RouterLink[] = [],
) {
  const built = buildTables(tables);
  const answer = lossOfSession(built, {
    router: 'gw1',
    session: 'he',
    usable: usable.map(text => {
      const [session, router] = text.split('@');
      return { session, router };
    }),
    addresses,
    links,
    prefixes: [],
  });
  return { ...answer, v4: answer.families[0], v6: answer.families[1], built };
}

const overHe: [string, string, number] = [ALL, 'he', usual | best];

describe('lossOfSession', () => {
  it('counts on no path of which nobody knows whether it resolves, and says how many', () => {
    const tables = (flags: number) =>
      loss(
        { gw1: [overHe], gw2: [[ALL, 'peer', usual | best | flags]] },
        ['peer@gw2'],
        [],
        [{ router: 'gw2', families: ['ipv6'] }],
      );
    expect(tables(0)).toMatchObject({
      v6: { others: 1, lost: 0 },
      unproven: [],
    });
    expect(tables(unproven)).toMatchObject({
      v6: { others: 0, lost: 1 },
      unproven: [{ router: 'gw2', paths: 1 }],
    });
    // It would not count for another reason, either.
    expect(tables(unproven | stale).unproven).toEqual([]);
  });

  it('counts what comes over the session alone', () => {
    const { v6, v4 } = loss(
      { gw1: [overHe, ['::/0', 'he', usual | best]] },
      [],
    );
    expect(v6).toEqual({
      family: 'ipv6',
      paths: 2,
      others: 0,
      reached: 2,
      lost: 2,
      covered: 0,
      named: ['::/0', ALL],
      defaultLost: true,
    });
    expect(v4).toMatchObject({ paths: 0, lost: 0, defaultLost: false });
  });

  it('takes a path on the same router for a way', () => {
    const { v6 } = loss({ gw1: [overHe, [ALL, 'alt', usual]] }, ['alt@gw1']);
    expect(v6).toMatchObject({ paths: 1, others: 1, lost: 0, named: [] });
  });

  describe('with a path on another router', () => {
    const toGw2: RouterLink[] = [
      { router: 'gw2', session: 'ibgp', families: ['ipv6'] },
    ];
    const first: [string, string, number] = [ALL, 'he', usual | best];
    const second: [string, string, number] = [ALL, 'he', usual];
    const heard: [string, string, number] = [ALL, 'ibgp', usual];
    const ask = (
      gw1: [string, string, number][],
      gw2: [string, string, number][],
      links = toGw2,
    ) => loss({ gw1: [overHe, ...gw1], gw2 }, ['he@gw2'], [], links).v6;

    it.each([
      ['that this one hears', [heard], [first]],
      ['that is announced once the best one is gone', [], [second]],
    ])('takes one for a way %s', (_, gw1, gw2) => {
      expect(ask(gw1, gw2)).toMatchObject({ others: 1, lost: 0 });
    });

    it.each<[string, typeof toGw2]>([
      ['to which there is no internal session', []],
      [
        'the session to which carries another family',
        [{ ...toGw2[0], families: ['ipv4'] }],
      ],
    ])('takes none on one %s', (_, links) => {
      expect(ask([heard], [first], links)).toMatchObject({
        others: 0,
        lost: 1,
      });
    });

    it.each<[string, [string, string, number][]]>([
      ['does not come here', []],
      ['is refused here', [[ALL, 'ibgp', received | filtered]]],
      ['does not resolve here', [[ALL, 'ibgp', usual | unreachable]]],
      ['comes over another session', [[ALL, 'rr', usual]]],
    ])('takes none that is best there and %s', (_, gw1) => {
      expect(ask(gw1, [first])).toMatchObject({ lost: 1 });
    });

    it('needs nothing handed over by one that takes its place', () => {
      const links: RouterLink[] = [{ router: 'gw2', families: ['ipv6'] }];
      expect(ask([], [first], links)).toMatchObject({ others: 1, lost: 0 });
    });

    it('takes none over a session that no table knows', () => {
      const links = [{ ...toGw2[0], session: 'never-seen' }];
      expect(ask([], [first], links)).toMatchObject({ lost: 1 });
    });
  });

  it('tells what a less specific prefix still reaches', () => {
    const over = (prefix: string): [string, string, number] => [
      prefix,
      'he',
      usual | best,
    ];
    const { v6, v4 } = loss(
      {
        gw1: [
          over('2001:db8:1::/48'),
          over('2001:db8:1:2::/64'),
          over('2001:db8:2::/48'),
          over('2001:db9::/32'),
          over('2001:db9:1::/48'),
          over('10.0.0.0/9'),
          over('10.128.0.0/9'),
          over('11.0.0.0/8'),
          ['2001:db8:1::/47', 'alt', usual | best],
          ['2001:db8:2:1::/64', 'alt', usual | best],
          ['2001:db9:1::/40', 'alt', received | filtered],
          ['10.0.0.0/8', 'alt', usual | best],
        ],
      },
      ['alt@gw1'],
    );
    expect(v6).toMatchObject({
      reached: 7,
      covered: 2,
      lost: 3,
      named: ['2001:db8:2::/48', '2001:db9::/32', '2001:db9:1::/48'],
    });
    expect(v4).toMatchObject({ covered: 2, lost: 1, named: ['11.0.0.0/8'] });
  });

  it('loses nothing while another default route remains, and says so', () => {
    const { v6 } = loss({ gw1: [overHe, ['::/0', 'alt', usual | best]] }, [
      'alt@gw1',
    ]);
    expect(v6).toMatchObject({ covered: 1, lost: 0, defaultLost: false });
  });

  it.each([
    ['of a session that is not established', usual, 'other@gw1'],
    ['that was refused', received | filtered, 'alt@gw1'],
    ['that takes no part in the choice', received, 'alt@gw1'],
    ['kept over a restart', usual | stale, 'alt@gw1'],
    ['whose next hop does not resolve', usual | unreachable, 'alt@gw1'],
  ])('takes no path for a way %s', (_, flags, usable) => {
    const tables = { gw1: [overHe, [ALL, 'alt', flags]] };
    const { v6 } = loss(tables as never, [usable]);
    expect(v6).toMatchObject({ others: 0, lost: 1, named: [ALL] });
  });

  it.each([
    [[0xffff0006], 0],
    [[0xffff0007, 64500 * 65536 + 6], 1],
    [undefined, 1],
  ])(
    'takes no path for a way that came as stale: %j',
    (communities, others) => {
      const built = buildTables({ gw1: [overHe, [ALL, 'alt', usual]] });
      const { family, address, length } = parsePrefix(ALL)!;
      built[0].apply({
        withdrawn: false,
        path: {
          ...{ family, address, length, session: 'alt', origin: 'bgp' },
          ...{ pathId: 0, flags: usual, since: 0 },
          attributes: encodeAttributes({ origin: 0, communities }),
        },
      });
      const { families } = lossOfSession(built, {
        ...{ router: 'gw1', session: 'he' },
        usable: [{ router: 'gw1', session: 'alt' }],
        ...{ addresses: [], prefixes: [], links: [] },
      });
      expect(families[1]).toMatchObject({ others, lost: 1 - others });
    },
  );

  it('takes no path for a way that RPKI says is invalid', () => {
    const { built } = loss({ gw1: [overHe, [ALL, 'alt', usual]] }, []);
    const { family, address, length } = parsePrefix(ALL)!;
    const vrps = new VrpTableBuilder();
    const prefix = toPrefixKey(family, address, length);
    // Paths without an AS path have the router's own origin, another one here.
    vrps.add({ prefix, maxLength: 48, asn: 64511, expires: 0 });
    const again = () =>
      lossOfSession(built, {
        router: 'gw1',
        session: 'he',
        usable: [{ router: 'gw1', session: 'alt' }],
        addresses: [],
        prefixes: [],
        links: [],
      }).families[1];
    expect(again()).toMatchObject({ others: 1, lost: 0 });
    built[0].validate(vrps.build());
    expect(again()).toMatchObject({ others: 0, lost: 1 });
  });

  it('does not count a path from another router over iBGP, which came over the same session', () => {
    const { v6 } = loss(
      { gw1: [overHe], gw2: [[ALL, 'gw1', usual | best]] },
      [],
    );
    expect(v6).toMatchObject({ others: 0, lost: 1 });
  });

  it('loses nothing whose best path comes over another session', () => {
    const { v6 } = loss(
      {
        gw1: [
          [ALL, 'he', usual],
          [ALL, 'rr', usual | best],
        ],
      },
      [],
    );
    expect(v6).toMatchObject({ paths: 1, lost: 0 });
  });

  it('finds the way to an address by the longest match', () => {
    const gw1: [string, string, number][] = [
      ['0.0.0.0/0', 'he', usual | best],
      ['192.0.2.0/24', '', accepted | best],
      ['198.51.100.0/24', 'he', usual | best],
      ['198.51.100.128/25', 'alt', usual | best],
      ['198.51.100.192/26', 'he', received | filtered],
    ];
    const ways = (address: string) => loss({ gw1 }, [], [address]).ways[0];
    expect(ways('192.0.2.1')).toMatchObject({
      prefix: '192.0.2.0/24',
      overSession: false,
    });
    expect(ways('198.51.100.1').overSession).toBe(true);
    expect(ways('198.51.100.200')).toEqual({
      address: '198.51.100.200',
      prefix: '198.51.100.128/25',
      overSession: false,
    });
    expect(ways('203.0.113.1')).toMatchObject({
      prefix: '0.0.0.0/0',
      overSession: true,
    });
    expect(ways('2001:db8::1')).toEqual({
      address: '2001:db8::1',
      overSession: false,
    });
  });

  it('sees what came and went since the table was read', () => {
    const { built } = loss({ gw1: [overHe] }, []);
    const { family, address, length } = parsePrefix(ALL)!;
    const path = {
      family,
      address,
      length,
      attributes: new Uint8Array(),
      session: 'alt',
      origin: 'bgp' as const,
      pathId: 0,
      flags: usual,
      since: 0,
    };
    const lost = () =>
      lossOfSession(built, {
        router: 'gw1',
        session: 'he',
        usable: [{ router: 'gw1', session: 'alt' }],
        addresses: [],
        prefixes: [],
        links: [],
      }).families[1].lost;
    built[0].apply({ path, withdrawn: false });
    expect(lost()).toBe(0);
    built[0].apply({ path, withdrawn: true });
    expect(lost()).toBe(1);
  });
});
