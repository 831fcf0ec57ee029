import { denialText, judgeLastPath, LastPathRule } from './judgeLastPath';
import { EndLoss, LastPathFacts } from './LastPathFacts';

const v6: EndLoss = {
  router: 'gw1',
  session: 'he_v6',
  family: 'ipv6',
  paths: 210_000,
  others: 208_000,
  reached: 212_000,
  lost: 12,
  covered: 0,
  named: ['2001:db8:1::/48'],
  defaultLost: false,
};

/** he_v6 on gw1, beside another upstream. */
function facts(given: Partial<LastPathFacts> = {}): LastPathFacts {
  return {
    router: 'gw1',
    session: 'he_v6',
    ageMs: 400,
    routers: [{ id: 'gw1' }, { id: 'gw2' }],
    families: [{ ...v6, family: 'ipv4', paths: 0, others: 0, lost: 0 }, v6],
    ownExports: [
      { prefix: '2001:db8:3949::/48', elsewhere: ['alt_v6 on gw1'] },
    ],
    ways: [
      {
        router: 'gw1',
        place: 'ORION',
        host: 'a-host',
        address: '192.0.2.10',
        prefix: '192.0.2.0/24',
        overSession: false,
      },
    ],
    maxLostShare: 0.05,
    unheard: [],
    unknownPlaces: [],
    notes: [],
    acceptIsolation: false,
    ...given,
  };
}

const unjudged = { validityProblem: 'no source has answered' };
const alone = { prefix: '2001:db8:394a::/48', elsewhere: [] };
const he_v6 = { router: 'gw1', session: 'he_v6' };
const isolated = { ...v6, others: 0 };
const protectedWay = {
  router: 'gw1',
  place: 'PostgreSQL',
  host: 'a-host',
  address: '2001:db8:ffff::1',
  prefix: '2001:db8:ffff::/48',
  overSession: true,
};

describe('judgeLastPath', () => {
  it('relies on no path of which it is not known whether it is valid', () => {
    expect(judgeLastPath(facts(unjudged)).denials).toEqual([
      {
        rule: 'stale-table',
        sentence:
          'Which paths would be left without session he_v6 on gw1 that are not RPKI invalid is not known: no source has answered.',
      },
    ]);
    // Nobody sets aside what is not known.
    const accepted = { acceptIsolation: true, outOfBand: 'the console' };
    expect(judgeLastPath(facts({ ...unjudged, ...accepted })).allowed).toBe(
      false,
    );
    expect(
      judgeLastPath(facts({ ...unjudged, ...accepted, families: [isolated] }))
        .allowed,
    ).toBe(true);
  });

  it('lets a session go whose every path has another one', () => {
    expect(judgeLastPath(facts())).toEqual({
      allowed: true,
      denials: [],
      accepted: [],
    });
  });

  it('lets single prefixes be lost while the family has another way', () => {
    const lost = { ...v6, lost: 9_000 };
    expect(judgeLastPath(facts({ families: [lost] })).allowed).toBe(true);
  });

  it.each<[LastPathRule, Partial<LastPathFacts>, RegExp]>([
    [
      'stale-reading',
      { routers: [{ id: 'gw1' }, { id: 'gw2', problem: 'connect ENOENT' }] },
      /he_v6 on gw1.*router gw2.*ENOENT/,
    ],
    ['stale-reading', { ageMs: 10_001 }, /he_v6 on gw1.*10 s ago/],
    ['stale-reading', { ageMs: NaN }, /he_v6 on gw1/],
    [
      'stale-table',
      { routers: [{ id: 'gw2', tableProblem: 'it is resyncing.' }] },
      /table of gw2.*resyncing/,
    ],
    [
      'inbound',
      { ownExports: [alone] },
      /2001:db8:394a::\/48 is announced over session he_v6 on gw1/,
    ],
    [
      'inbound',
      { ownExports: [{ ...alone, by: ['he on gw2'] }] },
      /2001:db8:394a::\/48 is announced over he on gw2 by way of session he_v6 on gw1 and over no other/,
    ],
    [
      'unread-exports',
      { unread: [he_v6], ownExports: [] },
      /^Session he_v6 on gw1 announces more than 10000 prefixes of its own network: which of them nobody else announces is not known\.$/,
    ],
    [
      'unread-exports',
      // Its aggregates stand for it: nobody knows that they go out over it.
      { unread: [he_v6], ownExports: [alone] },
      /is not known\. No other established external session announces 2001:db8:394a::\/48\.$/,
    ],
    [
      'unread-exports',
      { unread: [{ router: 'gw2', session: 'he' }] },
      /^Session he on gw2 announces more than 10000 .*: which of them would be lost with session he_v6 on gw1 is not known\.$/,
    ],
    ['isolated', { families: [isolated] }, /IPv6.*he_v6 on gw1/],
    [
      'isolated',
      { families: [{ ...isolated, family: 'ipv4' }] },
      /IPv4.*he_v6 on gw1/,
    ],
    [
      'isolated',
      { families: [v6, { ...isolated, router: 'gw2' }], unheard: ['gw3'] },
      /paths of gw2 come over session he_v6 on gw1: there would be no way out\.$/,
    ],
    [
      'default-route',
      { families: [v6, { ...v6, router: 'gw2', defaultLost: true }] },
      /::\/0 of gw2 comes over session he_v6 on gw1 alone/,
    ],
    [
      'default-route',
      { families: [{ ...v6, defaultLost: true }] },
      /::\/0 comes over session he_v6 on gw1 alone/,
    ],
    [
      'default-route',
      { families: [{ ...v6, family: 'ipv4', defaultLost: true }] },
      /0\.0\.0\.0\/0/,
    ],
    [
      'protected-place',
      { ways: [protectedWay] },
      /PostgreSQL \(2001:db8:ffff::1\) goes by 2001:db8:ffff::\/48 over session he_v6 on gw1/,
    ],
    [
      'protected-place',
      {
        ways: [
          {
            ...protectedWay,
            place: 'router gw1',
            host: 'a-host',
            from: 'NetBox',
          },
        ],
      },
      /router gw1 \(2001:db8:ffff::1, from NetBox\) goes by/,
    ],
    [
      'protected-place',
      { ways: [{ ...protectedWay, router: 'gw2' }] },
      /The way of gw2 to PostgreSQL .* over session he_v6 on gw1/,
    ],
    [
      'protected-place',
      {
        unknownPlaces: [
          {
            place: 'ORION',
            host: 'x.example',
            sentence: 'The way to ORION (x.example) is not known: ENOTFOUND.',
          },
        ],
      },
      /x\.example/,
    ],
    [
      'reachability',
      { families: [{ ...v6, lost: 10_601 }] },
      /^10601 of the 212000 IPv6 prefixes that gw1 reaches.*5 % \(orion\.bgp\.maxLostShare\)\.$/,
    ],
    [
      'reachability',
      { families: [{ ...v6, lost: 1, reached: 210 }], maxLostShare: 0 },
      /0 %/,
    ],
    [
      'isolated',
      { families: [isolated], unheard: ['gw2'] },
      /Paths of gw2 do not count: gw1 takes no routes from there/,
    ],
  ])('denies by %s', (rule, given, sentence) => {
    const verdict = judgeLastPath(facts(given));
    expect(verdict.allowed).toBe(false);
    expect(verdict.denials.map(denial => denial.rule)).toEqual([rule]);
    expect(verdict.denials[0].sentence).toMatch(sentence);
  });

  it('takes facts of exactly the permitted age', () => {
    expect(judgeLastPath(facts({ ageMs: 10_000 })).allowed).toBe(true);
  });

  it('tells what goes by way of it apart from what goes over it', () => {
    const by = ['alt_v6 on gw1'];
    const brought = { prefix: '2001:db8:394b::/48', elsewhere: [], by };
    const stays = { ...alone, elsewhere: by, cover: '2001:db8::/32' };
    const whole = { ...stays, prefix: '2001:db8:394c::/48', elsewhere: [] };
    const { denials } = judgeLastPath(
      facts({ ownExports: [alone, brought, stays, whole] }),
    );
    expect(denials.map(({ sentence }) => sentence)).toEqual([
      '2001:db8:394a::/48 is announced over session he_v6 on gw1 and over no other established external session: nobody outside would reach it.',
      '2001:db8:394c::/48 is announced over session he_v6 on gw1 and over no other established external session: only 2001:db8::/32 would be, and each own aggregate has to be itself.',
      '2001:db8:394b::/48 is announced over alt_v6 on gw1 by way of session he_v6 on gw1 and over no other established external session: nobody outside would reach it.',
    ]);
  });

  it('sets a list that is too long aside as it does a loss', () => {
    const accepting = { acceptIsolation: true, outOfBand: 'serial console' };
    const verdict = judgeLastPath(facts({ unread: [he_v6], ...accepting }));
    expect(verdict).toMatchObject({
      allowed: true,
      accepted: [{ rule: 'unread-exports' }],
    });
    const text = denialText(judgeLastPath(facts({ unread: [he_v6] })), {
      router: 'gw1',
      outOfBand: 'serial console',
    });
    expect(text).toMatch(/Set acceptIsolation/);
  });

  const losses = {
    ownExports: [alone],
    families: [{ ...isolated, defaultLost: true }],
    ways: [protectedWay],
  };

  it.each([
    [false, undefined],
    [true, undefined],
    [false, 'serial console'],
    [true, ''],
  ])(
    'sets no loss aside with acceptIsolation %s and the way %s',
    (acceptIsolation, outOfBand) => {
      const verdict = judgeLastPath(
        facts({ ...losses, acceptIsolation, outOfBand }),
      );
      expect(verdict.denials).toHaveLength(4);
      expect(verdict.accepted).toEqual([]);
    },
  );

  it('sets losses aside with both, and keeps them to be read', () => {
    const accepting = { acceptIsolation: true, outOfBand: 'serial console' };
    const verdict = judgeLastPath(facts({ ...losses, ...accepting }));
    expect(verdict.allowed).toBe(true);
    expect(verdict.accepted.map(({ rule }) => rule)).toEqual([
      'inbound',
      'isolated',
      'default-route',
      'protected-place',
    ]);
  });

  it('never sets aside what is not known', () => {
    const verdict = judgeLastPath(
      facts({
        ageMs: 60_000,
        routers: [{ id: 'gw1', tableProblem: 'it is loading.' }],
        acceptIsolation: true,
        outOfBand: 'serial console',
      }),
    );
    expect(verdict.denials.map(({ rule }) => rule)).toEqual([
      'stale-reading',
      'stale-table',
    ]);
  });

  it('names the way on only where there is one', () => {
    const text = (given: Partial<LastPathFacts>) =>
      denialText(judgeLastPath(facts(given)), facts(given));
    expect(text({ ownExports: [alone] })).toMatch(
      /orion\.bgp\.routers\.gw1\.actions\.outOfBand/,
    );
    expect(text({ ownExports: [alone], outOfBand: 'console' })).toMatch(
      /Set acceptIsolation/,
    );
    expect(text({ ageMs: 60_000 })).not.toMatch(/acceptIsolation/);
  });

  it('names five prefixes and counts the rest', () => {
    const ownExports = Array.from({ length: 8 }, (_, index) => ({
      prefix: `2001:db8:${index}::/48`,
      elsewhere: [],
    }));
    const [{ sentence }] = judgeLastPath(facts({ ownExports })).denials;
    expect(sentence).toMatch(/2001:db8:4::\/48 and 3 more are announced/);
  });
});
