import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterAnnouncements } from '../readAnnouncements';
import { NO_FOREIGN } from '../readExportsApart';
import { foreignExports } from '../testing/foreignExports';
import { ChannelConfig, SpeakerConfig } from './config/SpeakerConfig';
import { HostSpeaker } from './HostSpeakers';
import { announcementLines, judgeAnnouncements } from './judgeAnnouncements';

const A = '192.0.2.0/24';
const B = '198.51.100.0/24';

const session = (name: string): SessionReading =>
  ({
    name,
    type: 'external',
    state: 'established',
    neighborAddress: `192.0.2.${name.length}`,
    neighborAs: 6939,
    families: [{ family: 'ipv4-unicast', up: true, counters: {} }],
  } as unknown as SessionReading);

const config = (own: string[], exports = 'own'): SpeakerConfig => ({
  own,
  rest: new Map(),
  sessions: ['he', 'ix_1'].map(name => ({
    name,
    neighbor: '192.0.2.1',
    asn: 6939,
    enabled: true,
    rest: '',
    channels: [{ family: 'ipv4', exports } as ChannelConfig],
  })),
});

const read = (
  id: string,
  exports: Record<string, string[]>,
  standIns?: string[],
): RouterAnnouncements => ({
  router: { id, standIns } as never,
  announced: Object.entries(exports).map(([name, own]) => ({
    router: id,
    session: session(name),
    own,
    foreign: NO_FOREIGN,
  })),
});

const speaker = (
  before: SpeakerConfig | undefined,
  after: SpeakerConfig,
): HostSpeaker => ({
  driver: 'bird',
  router: { id: 'gw1' } as never,
  changes: true,
  before,
  after,
});

describe('judgeAnnouncements', () => {
  const both = config([A, B]);

  it('knows what goes out nowhere any more, and what another router still has', () => {
    const network = [
      read('gw1', { he: [A, B], ix_1: [A] }),
      read('gw2', { he: [B] }),
    ];
    const { planned, lost } = judgeAnnouncements(
      [speaker(both, config([]))],
      [],
      network,
    );
    expect(lost).toEqual([
      { prefix: A, over: ['he on gw1', 'ix_1 on gw1'], elsewhere: [] },
      { prefix: B, over: ['he on gw1'], elsewhere: ['he on gw2'] },
    ]);
    expect(planned.map(({ router, after }) => [router, after])).toEqual([
      ['gw1', []],
      ['gw1', []],
    ]);
  });

  it('does not count on what merely stands in for a neighbor', () => {
    const { lost } = judgeAnnouncements(
      [speaker(both, config([]))],
      [],
      [read('gw1', { he: [A] }), read('gw2', { he: [A], test: [A] }, ['test'])],
    );
    expect(lost).toMatchObject([{ prefix: A, elsewhere: ['he on gw2'] }]);
    const alone = judgeAnnouncements(
      [speaker(both, config([]))],
      [],
      [read('gw1', { he: [A] }), read('gw2', { test: [A] }, ['test'])],
    );
    expect(alone.lost).toMatchObject([{ prefix: A, elsewhere: [] }]);
  });

  it('does not count on a neighbor that restarts', () => {
    const there = read('gw2', { he: [A] });
    Object.assign(there.announced[0].session, { restarting: true });
    const { lost } = judgeAnnouncements(
      [speaker(both, config([]))],
      [],
      [read('gw1', { he: [A] }), there],
    );
    expect(lost).toMatchObject([{ prefix: A, elsewhere: [] }]);
  });

  it('does not count on a session that loses it in the same change', () => {
    const network = [read('gw1', { he: [A], ix_1: [A] })];
    const loss = (name: string) => ({
      ...{ router: 'gw1', session: session(name), gone: true, why: [] },
      inbound: [],
      outbound: ['ipv4' as const],
    });
    const one = judgeAnnouncements(
      [speaker(both, both)],
      [loss('he')],
      network,
    );
    expect(one.lost).toMatchObject([{ elsewhere: ['ix_1 on gw1'] }]);
    const two = judgeAnnouncements(
      [speaker(both, both)],
      [loss('he'), loss('ix_1')],
      network,
    );
    expect(two.lost).toMatchObject([{ elsewhere: [] }]);
  });

  it('foresees what comes, and not what was held back before', () => {
    const held = [read('gw1', { he: [A] })];
    const more = config([A, B, '203.0.113.0/24']);
    const { planned } = judgeAnnouncements([speaker(both, more)], [], held);
    expect(planned[0].after).toEqual([A, '203.0.113.0/24']);
    const opened = judgeAnnouncements(
      [speaker(config([A], 'none'), config([A]))],
      [],
      [read('gw1', { he: [] })],
    );
    expect(opened.planned[0].after).toEqual([A]);
  });

  it('keeps how many of others went out beside them', () => {
    const network = read('gw1', { he: [A] });
    network.announced[0].foreign = foreignExports(3);
    const { planned } = judgeAnnouncements(
      [speaker(both, both)],
      [],
      [network],
    );
    expect(planned).toMatchObject([{ session: 'he', foreign: 3 }]);
  });

  it('writes a line for each session that has or had some', () => {
    const { planned } = judgeAnnouncements(
      [speaker(both, config([B, '203.0.113.0/24']))],
      [],
      [read('gw1', { he: [A, B], ix_1: [] })],
    );
    expect(announcementLines(planned)).toMatchObject([
      {
        action: 'destroy',
        title:
          'own prefixes that go out to AS6939 over he on gw1: 2 before, 2 after',
        detail: `not any more: ${A}; new: 203.0.113.0/24`,
      },
      { action: 'add', detail: 'new: 203.0.113.0/24' },
    ]);
  });
});
