import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { assertPossible, judgePrefix } from './judgePrefix';
import { PrefixSight } from './PrefixSight';

const sight = (over: Partial<PrefixSight> = {}): PrefixSight => ({
  router: 'gw2',
  asn: 394955,
  prefix: '192.0.2.0/24',
  aggregate: '192.0.2.0/24',
  ownership: { from: 'configuration' },
  ageMs: 100,
  paths: { own: [], learnedFrom: [] },
  neighbors: [],
  elsewhere: ['he_v4 on gw1'],
  routers: [{ id: 'gw1' }, { id: 'gw2' }],
  rpki: { state: 'valid', covering: [] },
  validates: true,
  acceptIsolation: false,
  ...over,
});
const own = { attributes: ['40010100'], external: false, pathId: 0 };
const roa = { prefix: '192.0.2.0/24', maxLength: 24, asn: 64500 };

describe('judgePrefix', () => {
  const announce = (rpki: RpkiVerdict, validates = true) =>
    judgePrefix({ verb: 'announce' }, sight({ rpki, validates })).denials;

  it('lets valid ones and those without a ROA go out', () => {
    expect(announce({ state: 'valid', covering: [] })).toEqual([]);
    expect(announce({ state: 'not-found', covering: [] })).toEqual([]);
  });

  it('names the ROA that makes one invalid', () => {
    expect(
      announce({ state: 'invalid', reason: 'origin', covering: [roa] }),
    ).toEqual([
      '192.0.2.0/24 of AS394955 would be RPKI invalid, because none names AS394955: 192.0.2.0/24 up to /24 of AS64500. Others would refuse it.',
    ]);
  });

  it.each(['announce', 'withdraw'] as const)(
    'denies to %s what only NetBox says is ours, when it was not read lately',
    verb => {
      const denials = (more: { stale: boolean; error?: string }) =>
        judgePrefix(
          { verb },
          sight({
            ownership: {
              from: 'netbox',
              source: 'netbox',
              intervalMs: 60_000,
              fetchedAt: '2026-11-26T10:00:00Z',
              ...more,
            },
          }),
        ).denials;
      expect(denials({ stale: false })).toEqual([]);
      expect(denials({ stale: true })).toEqual([
        'Whether 192.0.2.0/24 is ours is not known now: only NetBox says so, and it was last read at 2026-11-26T10:00:00Z. Name what the AS announces under orion.bgp.aggregates to do without.',
      ]);
      expect(denials({ stale: false, error: 'NetBox: 502' })[0]).toMatch(
        /last read at 2026-11-26T10:00:00Z \(NetBox: 502\)\./,
      );
    },
  );

  it('waits for validators, where there are any', () => {
    const unknown: RpkiVerdict = { state: 'unknown', covering: [] };
    expect(announce(unknown)[0]).toMatch(/not known yet/);
    expect(announce(unknown, false)).toEqual([]);
  });

  it.each([
    ['reject', 'would lose the prefix'],
    ['unknown', 'might lose the prefix'],
  ] as const)(
    'never takes a prefix away by announcing it (%s)',
    (action, problem) => {
      const he = { name: '::1', neighborAs: 6939, external: true };
      const policy = {
        action,
        why: 'statement x of export policy out refuses it',
      };
      const paths = { own: [], learnedFrom: ['10.0.10.1'] };
      const denials = (has: boolean) =>
        judgePrefix(
          { verb: 'announce' },
          sight({ paths, neighbors: [{ ...he, has, policy }] }),
        ).denials;
      expect(denials(false)).toEqual([]);
      expect(denials(true)).toEqual([
        `AS6939 at ::1 has 192.0.2.0/24 by the path that gw2 learned from 10.0.10.1. One of its own would take that one's place, and statement x of export policy out refuses it: the neighbor ${problem}.`,
      ]);
    },
  );

  const withdraw = (over: Partial<PrefixSight>) =>
    judgePrefix({ verb: 'withdraw' }, sight(over));

  it('lets one go that others announce', () => {
    expect(withdraw({})).toEqual({ denials: [], accepted: [] });
  });

  it('keeps the last one, with the way on where there is one', () => {
    const lost = { elsewhere: [] };
    expect(withdraw(lost).denials.join(' ')).toMatch(
      /nobody outside would reach it\. Only with a way around it, orion\.bgp\.routers\.gw2\.actions\.outOfBand/,
    );
    const outOfBand = 'serial console';
    expect(withdraw({ ...lost, outOfBand }).denials.at(-1)).toMatch(
      /Set acceptIsolation/,
    );
    expect(
      withdraw({ ...lost, acceptIsolation: true }).denials,
    ).not.toHaveLength(0);
    expect(withdraw({ ...lost, outOfBand, acceptIsolation: true })).toEqual({
      denials: [],
      accepted: [expect.stringMatching(/nobody outside/)],
    });
  });

  it('never sets aside what is not known', () => {
    const accepted = { acceptIsolation: true, outOfBand: 'serial console' };
    const silent = { routers: [{ id: 'gw1', problem: 'it hangs.' }] };
    expect(withdraw({ ...accepted, ...silent }).denials[0]).toMatch(
      /router gw1 was not read whole: it hangs/,
    );
    for (const ageMs of [10_001, NaN]) {
      expect(withdraw({ ...accepted, ageMs }).denials).toHaveLength(1);
    }
  });
});

describe('assertPossible', () => {
  const paths = (more: PrefixSight['paths']) => sight({ paths: more });
  it.each([
    ['announce', { own: [own], learnedFrom: [] }, /announces .* already/],
    ['withdraw', { own: [], learnedFrom: [] }, /does not announce/],
    ['withdraw', { own: [], learnedFrom: ['::1'] }, /only learned .* from ::1/],
    [
      'withdraw',
      { own: [{ ...own, external: true }], learnedFrom: [] },
      /kernel or another routing daemon/,
    ],
    [
      'announce',
      { own: [{ ...own, external: true }], learnedFrom: [] },
      /kernel or another routing daemon/,
    ],
    [
      'withdraw',
      { own: [own, { ...own, pathId: 7 }], learnedFrom: [] },
      /configuration/,
    ],
  ] as const)('refuses to %s %j', (verb, given, problem) => {
    expect(() =>
      assertPossible({ verb }, paths(given as unknown as PrefixSight['paths'])),
    ).toThrow(problem);
  });

  it('lets the rest begin', () => {
    for (const [verb, given] of [
      ['announce', { own: [], learnedFrom: ['::1'] }],
      ['withdraw', { own: [own], learnedFrom: [] }],
    ] as const) {
      expect(() =>
        assertPossible(
          { verb },
          paths(given as unknown as PrefixSight['paths']),
        ),
      ).not.toThrow();
    }
  });
});
