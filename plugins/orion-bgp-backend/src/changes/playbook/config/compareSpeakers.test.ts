import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { compareSpeakers } from './compareSpeakers';
import { readBirdSpeaker } from './readBirdSpeaker';

const before = `
log syslog all;
router id 192.0.2.1;
define OWN_AS = 394955;
define OWN6 = [ 2001:db8:1::/48, 2001:db8:2::/48 ];
define INSIDE6 = [ 2001:db8:1::/48+, 2001:db8:2::/48+ ];
define BOGON6 = [ ::/8+, 2002::/16{16,64} ];
function transit_in6(bool default_route) {
  if net ~ BOGON6 then { bgp_large_community.add((OWN_AS, 65666, 4)); reject; }
  accept;
}
# "What we are"
protocol static own6 {
  ipv6;
  route 2001:db8:1::/48 unreachable;
  route 2001:db8:2::/48 unreachable;
}
protocol bgp he_v6 {
  description "HE; } with a brace";
  local 2001:db8:f::2 as OWN_AS;
  neighbor 2001:db8:f::1 port 179 as 6939;
  password "secret 1";
  ttl security yes;
  ipv6 {
    import keep filtered;
    import filter { transit_in6(false); };
    import limit 1000 action restart;
    receive limit 1200 action restart;
    export filter { own_out6(); };
    export limit 10 action disable;
  };
}
protocol bgp gobgp {
  local 127.0.0.1 as OWN_AS;
  neighbor 127.0.0.2 as OWN_AS;
  ipv6 { import none; export all; };
}
`;

const session = (more: Partial<SessionReading> = {}): SessionReading =>
  ({
    name: 'he_v6',
    type: 'external',
    state: 'established',
    neighborAddress: '2001:db8:f::1',
    neighborAs: 6939,
    families: [
      {
        family: 'ipv6-unicast',
        up: true,
        counters: {
          received: { value: 1100, definition: 'bird.kept' },
          accepted: { value: 900, definition: 'bird.imported' },
          exported: { value: 2, definition: 'bird.exported' },
        },
      },
    ],
    ...more,
  } as SessionReading);

const compare = (
  change: (text: string) => string,
  sessions = [session()],
  old: string | undefined = before,
) => {
  const after = change(before);
  const { losses, unjudged } = compareSpeakers({
    driver: 'bird',
    before: old === undefined ? undefined : readBirdSpeaker(old, 394955),
    after: readBirdSpeaker(after, 394955),
    sessions,
  });
  return {
    unjudged,
    losses: losses.map(({ session: { name }, ...loss }) => ({
      name,
      ...loss,
    })),
  };
};
const replace = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
};
const whole = { gone: true, inbound: ['ipv4', 'ipv6'] };

describe('compareSpeakers', () => {
  it('finds nothing in what says the same', () => {
    expect(compare(text => text)).toEqual({ losses: [], unjudged: [] });
    expect(
      compare(text =>
        text
          .replace(/^ {2}/gm, '\t')
          .replace('log syslog all;', 'log stderr all; # to people')
          .replace('HE; } with a brace', 'Another name'),
      ),
    ).toEqual({ losses: [], unjudged: [] });
  });

  it('names sessions in the same order, in whichever a daemon lists them', () => {
    const inside = session({
      ...{ name: 'gobgp', type: 'internal' },
      neighborAddress: '127.0.0.2',
    });
    const none = (text: string) => text.replace(/^protocol bgp [^]*?^}/gm, '');
    const names = (...sessions: SessionReading[]) =>
      compare(none, sessions).losses.map(({ name }) => name);
    expect(names(session(), inside)).toEqual(['gobgp', 'he_v6']);
    expect(names(inside, session())).toEqual(['gobgp', 'he_v6']);
  });

  it('names a session that is switched off and switched on by it', () => {
    const off = session({ state: 'down', adminState: 'down' });
    const revived = (
      change: (text: string) => string,
      sessions: SessionReading[],
      old = before,
    ) =>
      compareSpeakers({
        driver: 'bird',
        before: old ? readBirdSpeaker(old, 394955) : undefined,
        after: readBirdSpeaker(change(before), 394955),
        sessions,
      }).revived.map(({ name }) => name);
    const another = replace('"secret 1"', '"secret 2"');
    // Whatever BIRD makes anew, `bird-apply` keeps it off.
    expect(revived(another, [off])).toEqual([]);
    // One that fell comes up by itself, and one that is up stays.
    expect(revived(another, [session({ state: 'idle' as never })])).toEqual([]);
    expect(revived(another, [session()])).toEqual([]);
    // What a running session takes over, one that is off does as well.
    expect(revived(replace('limit 1000', 'limit 900'), [off])).toEqual([]);
    const disabled = replace('ttl security yes;', 'disabled;');
    expect(revived(text => disabled(another(text)), [off])).toEqual([]);
    // Its configuration switched it off, and does no more.
    expect(revived(text => text, [off], disabled(before))).toEqual(['he_v6']);
    // Nobody knows what runs.
    expect(revived(another, [off], '')).toEqual(['he_v6']);
  });

  it('names a session that speaks against what runs and what shall run', () => {
    const disabled = replace('ttl security yes;', 'disabled;');
    const against = (old: string, after: string, state = 'established') =>
      compareSpeakers({
        driver: 'bird',
        before: readBirdSpeaker(old, 394955),
        after: readBirdSpeaker(after, 394955),
        sessions: [session({ state: state as never })],
      }).against.map(({ name }) => name);
    const off = disabled(before);
    expect(against(off, off)).toEqual(['he_v6']);
    expect(against(off, off, 'down')).toEqual([]);
    // The one ends it, as it says; the other takes up what is so.
    expect(against(before, off)).toEqual([]);
    expect(against(off, before)).toEqual([]);
  });

  it('takes own prefixes with the sets that repeat them', () => {
    const less = (text: string) =>
      text
        .replace('  route 2001:db8:2::/48 unreachable;\n', '')
        .replace(', 2001:db8:2::/48 ]', ' ]')
        .replace(', 2001:db8:2::/48+ ]', ' ]');
    expect(compare(less)).toEqual({ losses: [], unjudged: [] });
    expect(readBirdSpeaker(less(before), 394955).own).toEqual([
      '2001:db8:1::/48',
    ]);
    // A set that says another thing than what is originated lets nothing out.
    expect(
      compare(replace('OWN6 = [ 2001:db8:1::/48, ', 'OWN6 = [ ')).unjudged,
    ).toEqual(['define OWN6, which comes']);
  });

  it.each([
    ['vanishes', /protocol bgp he_v6 [\s\S]*?\n}\n/, '', 'not wanted'],
    ['is switched off', 'port 179', 'port 179 as 6939; disabled; #', 'off'],
    ['gets another AS', 'as 6939;', 'as 64500;', 'speaks with AS64500'],
    ['gets another neighbor', 'f::1 port', 'f::9 port', 'speaks with AS6939'],
    ['gets another password', 'secret 1', 'secret 2', 'starts anew'],
    ['loses its GTSM', 'ttl security yes;', '', 'starts anew'],
    ['gets a family', '  ipv6 {\n', '  ipv4 { };\n  ipv6 {\n', 'starts anew'],
  ])('is lost where it %s', (_, from, to, why) => {
    const { losses, unjudged } = compare(replace(from, to));
    expect(losses).toEqual([
      {
        ...whole,
        name: 'he_v6',
        outbound: ['ipv4', 'ipv6'],
        why: [expect.stringContaining(why)],
      },
    ]);
    expect(unjudged).toEqual([]);
  });

  it.each([
    ['another password', 'secret 1', 'secret 2', true],
    ['another AS', 'as 6939;', 'as 64500;', true],
    ['another family', '  ipv6 {\n', '  ipv4 { };\n  ipv6 {\n', true],
    [
      'no neighbor any more',
      'port 179',
      'port 179 as 6939; disabled; #',
      false,
    ],
  ])(
    'names the filter that changes with it where a session gets %s',
    (_, from, to, comesUp) => {
      const { losses, unjudged } = compare(text =>
        replace(from, to)(replace('own_out6()', 'all_out6()')(text)),
      );
      expect(losses).toMatchObject([{ ...whole, name: 'he_v6' }]);
      expect(unjudged).toEqual(
        comesUp ? ['the filter of export for ipv6 of session he_v6'] : [],
      );
    },
  );

  it('names a limit that goes with an option by which a session starts anew', () => {
    const { losses, unjudged } = compare(text =>
      replace(
        'secret 1',
        'secret 2',
      )(replace('export limit 10 action disable;', '')(text)),
    );
    expect(losses).toMatchObject([
      { gone: true, why: [expect.stringContaining('starts anew')] },
    ]);
    expect(unjudged).toEqual([
      'the export limit for ipv6, which stops nothing any more, of session he_v6',
    ]);
  });

  it('loses one way where nothing is let through any more', () => {
    const { losses } = compare(
      replace('import filter { transit_in6(false); }', 'import none'),
    );
    expect(losses).toMatchObject([
      { gone: false, inbound: ['ipv6'], outbound: [] },
    ]);
    expect(
      compare(replace('export filter { own_out6(); }', 'export none')).losses,
    ).toMatchObject([{ gone: false, inbound: [], outbound: ['ipv6'] }]);
  });

  it.each([
    ['import limit 1000 action restart', 'import limit 899 action restart'],
    ['import limit 1000 action restart', 'import limit 800 action disable'],
    ['receive limit 1200 action', 'receive limit 1000 action'],
    ['export limit 10 action', 'export limit 1 action'],
  ])('loses the session where %s becomes %s', (from, to) => {
    expect(compare(replace(from, to)).losses).toMatchObject([
      { ...whole, why: [expect.stringMatching(/the session ends/)] },
    ]);
  });

  it('knows that a limit may close what another only held back', () => {
    const full = before.replace(
      'import limit 1000 action restart',
      'import limit 900 action block',
    );
    const closes = () => full.replace('900 action block', '900 action disable');
    expect(compare(closes, [session()], full).losses).toHaveLength(1);
    expect(
      compare(replace('limit 1000 action restart', 'limit 900 action restart'))
        .losses,
    ).toEqual([]);
  });

  it('lets limits rise, and does not judge those that go or that are not counted', () => {
    const sum = before.replace(
      'export all;',
      'export all; import limit 1000 action disable;',
    );
    // The other daemon may give what all sessions may, and that follows.
    const rises = () => sum.replaceAll('import limit 1000', 'import limit 50');
    const silentOnes: SessionReading[] = [];
    expect(compare(rises, silentOnes, sum).unjudged).toEqual([]);
    const wide = () =>
      sum.replace('1000 action disable', '9000 action disable');
    expect(compare(wide, silentOnes, sum).unjudged).toEqual([]);
    const other = () => sum.replace('1000 action disable', '9 action disable');
    expect(compare(other, silentOnes, sum).unjudged).toEqual([
      'protocol bgp gobgp',
    ]);
    expect(compare(replace('limit 1000', 'limit 5000')).losses).toEqual([]);
    expect(
      compare(replace('import limit 1000 action restart;', '')).unjudged,
    ).toEqual([
      'the import limit for ipv6, which stops nothing any more, of session he_v6',
    ]);
    const silent = session();
    silent.families[0].counters = {};
    expect(
      compare(
        text => text.replaceAll('import limit 1000', 'import limit 999'),
        [silent],
      ).unjudged,
    ).toEqual([expect.stringContaining('does not count against it')]);
  });

  it.each([
    ['if net ~ BOGON6 then', 'if true then', 'function transit_in6'],
    ['2002::/16{16,64}', '2000::/3+', 'define BOGON6'],
    [
      'transit_in6(false)',
      'transit_in6(true)',
      'the filter of import for ipv6',
    ],
    ['own_out6()', 'own_out9()', 'the filter of export for ipv6'],
    ['import keep filtered;', '', 'options of ipv6'],
    ['import none; export all', 'import all; export all', 'protocol bgp gobgp'],
    ['router id 192.0.2.1', 'router id 192.0.2.2', 'router id'],
    [
      'route 2001:db8:1::/48 unreachable',
      'route 2001:db8:1::/48 via "eth0"',
      'protocol static own6',
    ],
    [
      'protocol bgp gobgp',
      'protocol pipe x { };\nprotocol bgp gobgp',
      'protocol pipe x, which comes',
    ],
  ])('names what it does not understand: %s', (from, to, name) => {
    const { unjudged } = compare(replace(from, to));
    expect(unjudged.some(text => text.startsWith(name))).toBe(true);
  });

  it('judges nothing by a file that is not there, or that the daemon does not run', () => {
    const nothing = compareSpeakers({
      driver: 'bird',
      after: readBirdSpeaker(before, 394955),
      sessions: [session()],
    });
    expect(nothing.unjudged).toEqual([
      'all of it, because what runs now cannot be read',
    ]);
    expect(
      compare(replace('limit 1000', 'limit 5000'), [
        session({ name: 'by_hand' }),
      ]).losses,
    ).toMatchObject([{ name: 'by_hand', gone: true }]);
    const other = before.replace('bgp he_v6', 'bgp old_v6');
    expect(compare(text => text, [session()], other).unjudged).toEqual([
      'what the daemon runs of session he_v6',
    ]);
  });

  it('says nothing of sessions that are down', () => {
    const { losses } = compare(
      replace(/protocol bgp he_v6 [\s\S]*?\n}\n/, ''),
      [session({ state: 'idle' as never })],
    );
    expect(losses).toEqual([]);
  });

  it('tells what one inside loses as well', () => {
    const inside = session({
      ...{ name: 'gobgp', type: 'internal' },
      ...{ neighborAddress: '127.0.0.2', neighborAs: 394955 },
    });
    expect(compare(text => text, [inside]).losses).toEqual([]);
    const gone = replace(/protocol bgp gobgp [\s\S]*?\n}\n/, '');
    expect(compare(gone, [inside]).losses).toMatchObject([
      { name: 'gobgp', gone: true, why: ['It is not wanted any more.'] },
    ]);
  });
});

describe('readBirdSpeaker', () => {
  it.each(['protocol bgp a {', 'log "syslog', 'a }', '{'.repeat(99)])(
    'refuses %s',
    text => {
      expect(() => readBirdSpeaker(text, 1)).toThrow(
        /The configuration of BIRD/,
      );
    },
  );
});
