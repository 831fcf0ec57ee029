import { LastPathFacts, UnknownPlace } from './LastPathFacts';
import { findMoreLost, plannedLosses } from './recheckLosses';

const family: LastPathFacts['families'][number] = {
  ...{ router: 'gw1', session: 'he_v6' },
  ...{ family: 'ipv6', paths: 1000, others: 900, reached: 1000, lost: 20 },
  ...{ covered: 0, named: [], defaultLost: false },
};
const way = {
  router: 'gw1',
  address: '198.51.100.9',
  prefix: '198.51.100.0/24',
  overSession: false,
  place: 'ORION',
  host: 'orion.example.com',
};
const facts = {
  ...{ router: 'gw1', session: 'he_v6' },
  families: [family],
  ownExports: [
    { prefix: '2001:db8:1::/48', elsewhere: ['alt_v6 on gw1'] },
    { prefix: '2001:db8:2::/48', elsewhere: [] },
  ],
  ways: [way],
  unknownPlaces: [
    {
      place: 'router gw2',
      host: '192.0.2.7',
      sentence:
        'The way to router gw2 (192.0.2.7, read at 03:00) is not known: no answer.',
    },
  ],
} as unknown as LastPathFacts;
const notKnown = (
  place: string,
  host: string | undefined,
  reason: string,
): UnknownPlace => ({
  place,
  host,
  sentence: `The way to ${place} is not known: ${reason}.`,
});
const known = (...names: string[]) => ({ names, problems: [] as string[] });
const approved = plannedLosses([facts], known('web-01'));
const changed = (more: Partial<LastPathFacts>, guests = known('web-01')) =>
  findMoreLost(plannedLosses([{ ...facts, ...more }], guests), approved);

describe('what a waiting session loses beside what was approved', () => {
  it('is nothing where it is the same, or less', () => {
    expect(changed({})).toBeUndefined();
    expect(
      changed(
        {
          ownExports: facts.ownExports.map(one => ({
            ...one,
            elsewhere: ['alt_v6 on gw1'],
          })),
          families: [{ ...family, lost: 0 }],
          unknownPlaces: [],
        },
        known(),
      ),
    ).toBeUndefined();
    // Single routes come and go; so does the time something was read at.
    expect(
      changed({
        families: [{ ...family, lost: 30 }],
        unknownPlaces: facts.unknownPlaces.map(({ sentence, ...one }) => ({
          ...one,
          sentence: sentence.replace('03:00', '03:01'),
        })),
      }),
    ).toBeUndefined();
  });

  it.each<[string, Partial<LastPathFacts>, RegExp]>([
    [
      'an own prefix',
      {
        ownExports: facts.ownExports.map(one => ({ ...one, elsewhere: [] })),
      },
      /with gw1\/he_v6 our own, which would be announced nowhere else, 2001:db8:1::\/48\.$/,
    ],
    [
      'the last path of a family',
      { families: [{ ...family, others: 0 }] },
      /with gw1\/he_v6 every IPv6 path, because no other is left\.$/,
    ],
    [
      'the default route',
      { families: [{ ...family, defaultLost: true }] },
      /with gw1\/he_v6 the IPv6 default route\.$/,
    ],
    [
      'many single routes',
      { families: [{ ...family, lost: 31 }] },
      /the only path of 31 IPv6 prefixes, and 20 were approved\.$/,
    ],
    [
      'a place',
      { ways: [{ ...way, overSession: true }] },
      /with gw1\/he_v6 the IPv4 way to ORION \(orion\.example\.com\)\.$/,
    ],
    [
      'a place nobody knows the way to',
      {
        unknownPlaces: [
          ...facts.unknownPlaces,
          {
            place: 'the identity provider',
            host: 'id.example.com',
            sentence:
              'The way to the identity provider (id.example.com) is not known: no address.',
          },
        ],
      },
      /with gw1\/he_v6 whether the way to the identity provider \(id\.example\.com\)\.$/,
    ],
    [
      'own prefixes nobody read',
      { unread: [{ router: 'gw1', session: 'he_v6' }] },
      /with gw1\/he_v6 own prefixes that were not read of gw1\/he_v6\.$/,
    ],
  ])('names %s', (_, more, said) => {
    expect(changed(more)).toMatch(said);
  });

  it('tells both ends of a session inside from each other', () => {
    const far = { ...family, router: 'gw2', session: 'gw1', lost: 600 };
    const both = (near: object, there: object, ways: object[] = []) =>
      plannedLosses([
        {
          ...facts,
          families: [
            { ...family, ...near },
            { ...far, ...there },
          ],
          ways,
        } as unknown as LastPathFacts,
      ]);
    const was = both({ others: 0 }, {});
    expect(findMoreLost(was, was)).toBeUndefined();
    expect(findMoreLost(both({ others: 0 }, { others: 0 }), was)).toMatch(
      /with gw1\/he_v6 gw2's every IPv6 path, because no other is left\.$/,
    );
    const over = { ...way, overSession: true };
    expect(
      findMoreLost(
        both({ others: 0 }, {}, [over, { ...over, router: 'gw2' }]),
        both({ others: 0 }, {}, [over]),
      ),
    ).toMatch(
      /with gw1\/he_v6 gw2's IPv4 way to ORION \(orion\.example\.com\)\.$/,
    );
  });

  it('knows a place by its name, whatever addresses that leads to', () => {
    const over = (address: string) => ({ ...way, address, overSession: true });
    const was = plannedLosses([
      {
        ...facts,
        ways: [over('198.51.100.9')],
        unknownPlaces: [notKnown('PostgreSQL', 'db.example.com', 'x')],
      },
    ]);
    const now = (ways: object[], unknownPlaces: UnknownPlace[]) =>
      findMoreLost(
        plannedLosses([{ ...facts, ways, unknownPlaces } as LastPathFacts]),
        was,
      );
    expect(
      now([over('198.51.100.10'), over('198.51.100.11')], []),
    ).toBeUndefined();
    // Who read that it is not known has read that it may be lost, and the reverse.
    const db = { ...over('203.0.113.1'), place: 'PostgreSQL' };
    expect(now([{ ...db, host: 'db.example.com' }], [])).toBeUndefined();
    expect(
      now([], [notKnown('ORION', 'orion.example.com', 'timeout')]),
    ).toBeUndefined();
  });

  it('tells the families of a place apart', () => {
    const over = (address: string) => ({ ...way, address, overSession: true });
    const one = (...ways: object[]) =>
      plannedLosses([{ ...facts, ways, unknownPlaces: [] } as LastPathFacts]);
    const was = one(over('198.51.100.9'));
    expect(
      findMoreLost(one(over('198.51.100.9'), over('2001:db8::9')), was),
    ).toMatch(/with gw1\/he_v6 the IPv6 way to ORION/);
  });

  it('leaves the reason out of what is not known', () => {
    const unknown = (reason: string) =>
      plannedLosses([
        {
          ...facts,
          unknownPlaces: [notKnown('router gw1', undefined, reason)],
        },
      ]);
    expect(
      findMoreLost(unknown('timeout (8 s)'), unknown('refused (ECONN)')),
    ).toBeUndefined();
  });

  it('takes a plan of before, which kept it otherwise, for none', () => {
    const [loss] = approved.losses;
    const before = {
      guests: [],
      losses: [{ ...loss, places: ['the way to ORION'] }],
    } as never;
    expect(findMoreLost(approved, before)).toMatch(/^More would be lost/);
  });

  it('notices that nothing covers a prefix any more', () => {
    const own = { prefix: '2001:db8:1::/48', elsewhere: [] };
    const one = (cover?: string) =>
      plannedLosses([{ ...facts, ownExports: [{ ...own, cover }] }]);
    expect(findMoreLost(one('2001:db8::/32'), one('2001:db8::/32'))).toBe(
      undefined,
    );
    expect(findMoreLost(one(), one('2001:db8::/32'))).toMatch(
      /announced nowhere else, 2001:db8:1::\/48\.$/,
    );
    expect(findMoreLost(one('2001:db8::/32'), one())).toBeUndefined();
  });

  it('names guests, and everything where nothing was approved', () => {
    expect(changed({}, known('web-01', 'db-01'))).toBe(
      'More would be lost than was approved: path from outside to db-01.',
    );
    const now = plannedLosses([facts]);
    expect(findMoreLost(now, undefined, ' for a while')).toMatch(
      /^More would be lost for a while than was approved: .*2001:db8:2::\/48.*20 IPv6/,
    );
    expect(findMoreLost(plannedLosses([]), undefined)).toBeUndefined();
  });

  it('names an inventory that answered for the plan and is silent now', () => {
    const silent = (reason: string) => ({
      names: [],
      problems: [`Proxmox VE was not read: ${reason}`],
    });
    const now = plannedLosses([facts], silent('timeout'));
    expect(findMoreLost(now, approved)).toBe(
      'More would be lost than was approved: whatever guests are known only to Proxmox VE.',
    );
    expect(
      findMoreLost(now, plannedLosses([facts], silent('refused'))),
    ).toBeUndefined();
  });
});
