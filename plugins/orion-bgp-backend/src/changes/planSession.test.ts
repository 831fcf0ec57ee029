import { EndLoss, LastPathFacts } from './lastPath/LastPathFacts';
import { planSession, withoutWayOut } from './planSession';

const input = { router: 'gw1', session: 'he_v6', reason: 'maintenance' };
const session = {
  ...{ name: 'he_v6', state: 'established', adminState: 'up' },
  ...{ neighborAs: 6939, neighborAddress: '2001:db8:f::1', families: [] },
} as never;

const family = (more: Partial<EndLoss> = {}): EndLoss =>
  ({
    ...{ router: 'gw1', session: 'he_v6' },
    ...{ family: 'ipv6', paths: 900, others: 800, lost: 0, reached: 1_000 },
    ...{ covered: 0, named: [], defaultLost: false },
    ...more,
  } as EndLoss);

const facts = (more: Partial<LastPathFacts> = {}) =>
  ({
    ...{ router: 'gw1', session: 'he_v6', ageMs: 0, routers: [] },
    ...{ families: [family()], unheard: [], ways: [], unknownPlaces: [] },
    ...{ ownExports: [], notes: [], maxLostShare: 0.05 },
    ...more,
  } as unknown as LastPathFacts);

const lines = (
  verb: 'disable' | 'enable' | 'soft-reset',
  loss = facts(),
  guests?: object,
) =>
  planSession({ verb, direction: 'both' } as never, input, {
    session,
    exports: [],
    loss: { facts: loss, verdict: { denials: [], accepted: [] } as never },
    guests: guests as never,
  }).lines;

describe('planSession', () => {
  it('says that the neighbor is told only where it is', () => {
    const detail = (verb: 'disable' | 'enable' | 'soft-reset') =>
      lines(verb).at(-1)!.detail;
    expect(detail('disable')).toBe(
      'AS6939 at 2001:db8:f::1 is told: maintenance',
    );
    for (const verb of ['enable', 'soft-reset'] as const) {
      expect(detail(verb)).toBe('AS6939 at 2001:db8:f::1: maintenance');
    }
  });

  it('says by which whole a part stays announced', () => {
    const own = { prefix: '2001:db8:f000::/36', elsewhere: ['alt on gw1'] };
    const detailOf = (more: object) =>
      lines('disable', facts({ ownExports: [{ ...own, ...more }] })).find(
        ({ address }) => address === `announcement.${own.prefix}`,
      )?.detail;
    expect(detailOf({})).toBe('stays over alt on gw1');
    expect(detailOf({ cover: '2001:db8::/32' })).toBe(
      'stays by 2001:db8::/32 over alt on gw1',
    );
  });

  it('says by which rule prefixes may lose their only path', () => {
    const named = ['2001:db8:1::/48'];
    const [line] = lines(
      'disable',
      facts({ families: [family({ lost: 40, named })] }),
    );
    expect(line).toMatchObject({
      title: '40 IPv6 prefixes with their only path',
      detail:
        '2001:db8:1::/48 and 39 more; up to 5 % of the 1000 that gw1 reaches may be lost (orion.bgp.maxLostShare)',
    });
    // What is more than that was accepted by a person, and is told apart.
    const [more] = lines(
      'disable',
      facts({ families: [family({ lost: 60, named })] }),
    );
    expect(more.detail).toBe('2001:db8:1::/48 and 59 more');
  });

  it('says of guests whether they reach somebody', () => {
    const guests = { names: ['web-1'], problems: [] };
    const title = (outward: boolean) =>
      lines('disable', facts(), { ...guests, outward })[0].title;
    expect(title(false)).toBe('path of 1 guest from outside');
    expect(title(true)).toBe('path of 1 guest to and from outside');
  });
});

describe('withoutWayOut', () => {
  const own = ['2001:db8:3949::/48', '192.0.2.0/24'].map(prefix => ({
    prefix,
    elsewhere: ['he2 on gw2'],
  }));
  const cut = (...families: EndLoss[]) =>
    withoutWayOut(facts({ families, ownExports: own }));

  it('is every own prefix of a family without a path or a default route', () => {
    expect(cut(family())).toEqual([]);
    expect(cut(family({ others: 0 }))).toEqual(['2001:db8:3949::/48']);
    expect(cut(family({ family: 'ipv4', defaultLost: true }))).toEqual([
      '192.0.2.0/24',
    ]);
    // Nothing came over it, so nothing goes.
    expect(cut(family({ paths: 0, others: 0 }))).toEqual([]);
    expect(withoutWayOut(undefined)).toEqual([]);
  });
});
