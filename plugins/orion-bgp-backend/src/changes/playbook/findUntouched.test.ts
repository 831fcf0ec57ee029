import { SpeakerConfig } from './config/SpeakerConfig';
import { findUntouched } from './findUntouched';
import { HostSpeaker } from './HostSpeakers';

const channel = {
  ...{ family: 'ipv6' as const, imports: 'all', exports: 'where own' },
  ...{ limits: {}, rest: '' },
};
const session = (name: string, more = {}) => ({
  ...{ name, neighbor: `2001:db8::${name}`, asn: 64500, enabled: true },
  ...{ channels: [channel], rest: '', ...more },
});
const config = (more: Partial<SpeakerConfig> = {}): SpeakerConfig => ({
  sessions: [session('a'), session('b')],
  own: ['2001:db8:3949::/48'],
  rest: new Map([['filter own', 'accept;']]),
  ...more,
});
const find = (
  before: SpeakerConfig | undefined,
  after: SpeakerConfig,
  changes = true,
) =>
  findUntouched({
    ...{ driver: 'bird', changes, before, after },
    router: { id: 'gw1' },
    now: {
      reading: {
        sessions: [
          { name: 'a', type: 'external' },
          { name: 'b', type: 'external' },
          { name: 'inside', type: 'internal' },
        ],
      },
    },
  } as HostSpeaker);

describe('findUntouched', () => {
  it('names the sessions outside that a configuration leaves as they are', () => {
    expect(find(config(), config())).toEqual(['gw1/a', 'gw1/b']);
    const becomes = (more: object) =>
      find(config(), config({ sessions: [session('a', more), session('b')] }));
    expect(becomes({ channels: [{ ...channel, exports: 'all' }] })).toEqual([
      'gw1/b',
    ]);
    expect(becomes({ rest: 'hold time 9' })).toEqual(['gw1/b']);
    expect(find(config({ sessions: [session('b')] }), config())).toEqual([
      'gw1/b',
    ]);
  });

  it.each<[string, SpeakerConfig | undefined, Partial<SpeakerConfig>]>([
    ['what ran cannot be read', undefined, {}],
    ['a filter changes', config(), { rest: new Map([['filter own', '']]) }],
    ['one comes', config({ rest: new Map() }), {}],
    ['an own prefix comes', config(), { own: [] }],
  ])('names none where %s', (_, before, more) => {
    expect(find(before, config(more))).toEqual([]);
  });

  it('names all of a daemon whose file stays', () => {
    expect(find(undefined, config(), false)).toEqual(['gw1/a', 'gw1/b']);
  });
});
