import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { Speaker } from './config/SpeakerConfig';
import { findMoved } from './findMoved';
import { HostSpeaker } from './HostSpeakers';

const NEIGHBOR = '2001:db8:f::1';

const speaker = (
  driver: Speaker,
  enabled: boolean,
  live?: Partial<SessionReading>,
): HostSpeaker => ({
  driver,
  changes: true,
  before: {
    sessions: [{ neighbor: NEIGHBOR, enabled } as never],
    own: [],
    rest: new Map(),
  },
  after: { sessions: [], own: [], rest: new Map() },
  now: live && {
    router: {} as never,
    announced: [],
    reading: {
      sessions: [{ neighborAddress: NEIGHBOR, ...live }],
    } as never,
  },
});
const wanted = (of: Speaker, enabled = true) => [
  { name: 'he_v6', asn: 6939, neighbor: NEIGHBOR, speaker: of, enabled },
];
const up = { state: 'established' as const, adminState: 'up' as const };
const off = { state: 'idle' as const, adminState: 'down' as const };

describe('findMoved', () => {
  it.each([
    ['gobgp', speaker('bird', true, up), speaker('gobgp', false, off)],
    ['bird', speaker('bird', false, off), speaker('gobgp', true, up)],
    // Switched off by hand, and nobody holds it.
    ['gobgp', speaker('bird', true, off), speaker('gobgp', false, off)],
    // Not the file, the daemon holds it.
    ['bird', speaker('bird', false, off), speaker('gobgp', false, up)],
    // Down for the moment is not switched off.
    [
      'gobgp',
      speaker('bird', true, { state: 'active' as never, adminState: 'up' }),
      speaker('gobgp', false, off),
    ],
    // Of one that is not read the file has to do.
    ['gobgp', speaker('bird', true), speaker('gobgp', false, up)],
  ] as const)('refuses what would go to %s', (of, bird, gobgp) => {
    const { denials } = findMoved([bird, gobgp], wanted(of));
    expect(denials).toEqual([
      expect.stringMatching(/Session he_v6 would go .* page Migration/),
    ]);
  });

  it('lets a configuration write down what a cut-over left', () => {
    const speakers = [speaker('bird', true, off), speaker('gobgp', false, up)];
    expect(findMoved(speakers, wanted('gobgp'))).toEqual({
      denials: [],
      lasting: true,
    });
  });

  it('says nothing of those that stay, and of those switched off', () => {
    const speakers = [speaker('bird', true, up), speaker('gobgp', false, off)];
    const none = { denials: [], lasting: false };
    expect(findMoved(speakers, wanted('bird'))).toEqual(none);
    expect(findMoved(speakers, wanted('gobgp', false))).toEqual(none);
    expect(findMoved([speakers[0]], wanted('bird'))).toEqual(none);
  });

  describe('with a neighbor that speaks with both', () => {
    const [ours, other] = ['2001:db8:f::2', '2001:db8:f::3'];
    const held = speaker('bird', true, { ...up, localAddress: ours });
    const young = speaker('gobgp', false);
    const pair = (local: string, twin?: string) => [
      { ...wanted('bird')[0], name: 'stand_in6', local: twin },
      { ...wanted('gobgp')[0], local },
    ];

    it('says nothing where each has an address of its own', () => {
      expect(findMoved([held, young], pair(other, ours)).denials).toEqual([]);
    });

    it.each([
      ['the address of the other one', pair(ours, other)],
      ['one address', pair(ours, ours)],
      ['an address nobody tells', pair(other)],
      ['nothing left to the other one', pair(other, ours).slice(1)],
    ])('refuses what has %s', (_, sessions) => {
      expect(findMoved([held, young], sessions).denials).toHaveLength(1);
    });
  });
});
