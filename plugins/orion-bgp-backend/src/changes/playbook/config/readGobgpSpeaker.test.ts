import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { compareSpeakers } from './compareSpeakers';
import { readGobgpSpeaker } from './readGobgpSpeaker';

const before = `
# Holds: he_v6
[global.config]
  as = 394955
  port = 179
[[defined-sets.prefix-sets]]
  prefix-set-name = "own-ipv6"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "2001:db8:1::/48"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "2001:db8:2::/48"
[[defined-sets.prefix-sets]]
  prefix-set-name = "inside-ipv6"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "2001:db8:1::/48"
    masklength-range = "48..128"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "2001:db8:2::/48"
    masklength-range = "48..128"
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "transit-ipv6"
  neighbor-info-list = ["2001:db8:f::1"]
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "peer-he_v6"
  neighbor-info-list = ["2001:db8:f::1"]
[[policy-definitions]]
  name = "in"
  [[policy-definitions.statements]]
    name = "5-path-too-long"
    [policy-definitions.statements.conditions.bgp-conditions.as-path-length]
      value = 51
  [[policy-definitions.statements]]
    name = "from-transit-ipv6"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "own-ipv6-to-he_v6"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
  [[policy-definitions.statements]]
    name = "to-bird"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
[[neighbors]]
  [neighbors.config]
    neighbor-address = "127.0.0.1"
    peer-as = 394955
    description = "BIRD of this machine"
[[neighbors]]
  [neighbors.config]
    neighbor-address = "2001:db8:f::1"
    peer-as = 6939
    description = "he_v6"
    auth-password = "secret 1"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
    [neighbors.afi-safis.prefix-limit.config]
      max-prefixes = 1000
`;

const session = {
  name: '2001:db8:f::1',
  type: 'external',
  state: 'established',
  neighborAddress: '2001:db8:f::1',
  neighborAs: 6939,
  families: [
    {
      family: 'ipv6-unicast',
      up: true,
      counters: { received: { value: 900, definition: 'gobgp.received' } },
    },
  ],
} as SessionReading;

const compare = (...changes: [string, string][]) => {
  const after = changes.reduce((text, [from, to]) => {
    const changed = text.replaceAll(from, to);
    expect(changed).not.toBe(text);
    return changed;
  }, before);
  return compareSpeakers({
    driver: 'gobgp',
    before: readGobgpSpeaker(before, 394955),
    after: readGobgpSpeaker(after, 394955),
    sessions: [session],
  });
};

describe('readGobgpSpeaker', () => {
  it('reads sessions, own prefixes and what goes where', () => {
    const { sessions, own } = readGobgpSpeaker(before, 394955);
    expect(own).toEqual(['2001:db8:1::/48', '2001:db8:2::/48']);
    expect(sessions).toMatchObject([
      {
        name: 'he_v6',
        neighbor: '2001:db8:f::1',
        asn: 6939,
        enabled: true,
        channels: [
          {
            family: 'ipv6',
            imports: expect.stringMatching(/^transit\n.*from-transit/s),
            exports: expect.stringContaining('accept-route'),
            limits: { receive: { routes: 1000, action: 'disable' } },
          },
        ],
      },
    ]);
  });

  it('takes the end of a policy with the last session that it is about', () => {
    const from = (text: string) => before.slice(before.indexOf(text));
    const block = from(
      '  [[policy-definitions.statements]]\n    name = "from',
    ).split('[[policy-definitions]]')[0];
    const gone: [string, string][] = [
      [block, ''],
      [
        from('[[neighbors]]\n  [neighbors.config]\n    neighbor-address = "2'),
        '',
      ],
      [
        from('[[defined-sets.neighbor-sets]]').split(
          '[[policy-definitions]]',
        )[0],
        '',
      ],
      [
        from(
          '  [[policy-definitions.statements]]\n    name = "own-ipv6-to',
        ).split('  [[policy-definitions.statements]]\n    name = "to-bird')[0],
        '',
      ],
    ];
    const { losses, unjudged } = compare(...gone);
    expect(unjudged).toEqual([]);
    expect(losses).toMatchObject([
      { gone: true, why: ['It is not wanted any more.'] },
    ]);
    // Without it a session takes nothing, and nobody knows what else becomes of that.
    expect(compare([block, '']).unjudged).toEqual([
      'the filter of import for ipv6 of session 2001:db8:f::1',
    ]);
    // And where nobody takes anything it is about something unknown.
    expect(compare(...gone.slice(1)).unjudged).toEqual([
      'policy in, its end, which comes',
    ]);
  });

  it('has a session start anew that gets another name: GoBGP says goodbye for it', () => {
    const renamed: [string, string][] = [
      ['description = "he_v6"', 'description = "he"'],
      ['peer-he_v6', 'peer-he'],
      ['to-he_v6', 'to-he'],
    ];
    const { losses, unjudged } = compare(...renamed);
    expect(losses).toMatchObject([
      {
        session: { name: '2001:db8:f::1' },
        gone: true,
        why: ['It starts anew, because its own options change.'],
      },
    ]);
    // The statements about it say the same by its new name, unless they do not.
    expect(unjudged).toEqual([]);
    const filter = '    [policy-definitions.statements.actions]\n';
    const own = `name = "own-ipv6-to-he"\n${filter}`;
    expect(
      compare(...renamed, [own, `${own}      med = 1\n`]).unjudged,
    ).toEqual(['the filter of export for ipv6 of session 2001:db8:f::1']);
  });

  it('does not take a session for lost that it does not understand', () => {
    const { losses, unjudged } = compare(['    description = "he_v6"\n', '']);
    expect(losses).toEqual([]);
    expect(unjudged).toContain('neighbor 2001:db8:f::1, which comes');
  });

  it('finds nothing in what says the same', () => {
    expect(compare(['# Holds: he_v6', '# Holds: he_v6 and a word'])).toEqual({
      losses: [],
      revived: [],
      against: [],
      unjudged: [],
    });
    expect(compare(['2001:db8:2::/48', '2001:db8:3::/48'])).toEqual({
      losses: [],
      revived: [],
      against: [],
      unjudged: [],
    });
  });

  it.each([
    [
      'is switched off',
      '"he_v6"\n    auth',
      '"he_v6"\n    admin-down = true\n    auth',
    ],
    ['gets another AS', 'peer-as = 6939', 'peer-as = 6940'],
    ['gets another password', 'secret 1', 'secret 2'],
    ['has more than it may', 'max-prefixes = 1000', 'max-prefixes = 899'],
  ])('is lost where it %s', (_, from, to) => {
    const { losses, unjudged } = compare([from, to]);
    expect(losses).toMatchObject([{ gone: true }]);
    expect(unjudged).toEqual([]);
  });

  it('loses one way where nothing is let through any more', () => {
    expect(
      compare([
        'name = "transit-ipv6"\n  neighbor-info-list = ["2001:db8:f::1"]',
        'name = "transit-ipv6"\n  neighbor-info-list = []',
      ]).losses,
    ).toMatchObject([{ gone: false, inbound: ['ipv6'], outbound: [] }]);
    expect(
      compare(['own-ipv6-to-he_v6', 'own-ipv6-to-ix_v6']).losses,
    ).toMatchObject([{ gone: false, inbound: [], outbound: ['ipv6'] }]);
  });

  it('lets in a family only from whom it is wanted', () => {
    const { losses, unjudged } = compare(['transit-ipv6', 'transit-ipv4']);
    expect(losses).toMatchObject([{ gone: false, inbound: ['ipv6'] }]);
    // A family the session does not have, and a filter that nobody is let in by.
    expect(unjudged).toEqual(
      expect.arrayContaining([
        'neighbor set transit-ipv4, which comes',
        'policy in, its end, which comes',
      ]),
    );
  });

  it.each([
    ['a condition', 'value = 51', 'value = 1', 'policy in'],
    [
      'a refusal before what lets out',
      'name = "own-ipv6-to-he_v6"',
      'name = "refuse"\n  [[policy-definitions.statements]]\n    name = "own-ipv6-to-he_v6"',
      'policy out',
    ],
    [
      'the other daemon',
      'peer-as = 394955',
      'peer-as = 394955\n    admin-down = true',
      'neighbor 127.0.0.1',
    ],
    [
      'who is meant',
      '"peer-he_v6"\n  neighbor-info-list = ["2001:db8:f::1"]',
      '"peer-he_v6"\n  neighbor-info-list = ["2001:db8:f::2"]',
      'neighbor set peer-he_v6',
    ],
    ['how much of a prefix', '48..128', '48..64', 'prefix set inside-ipv6'],
    ['the daemon', 'port = 179', 'port = 180', 'global.config'],
  ])('names what it does not understand: %s', (_, from, to, name) => {
    const { unjudged } = compare([from, to]);
    expect(unjudged.some(text => text.startsWith(name))).toBe(true);
  });

  it('refuses what is no such file', () => {
    expect(() => readGobgpSpeaker('as = 1', 1)).toThrow(/a line "as = 1"/);
    expect(() => readGobgpSpeaker('[a]\nlist = [\n  1,\n]', 1)).toThrow(
      /GoBGP/,
    );
  });
});
