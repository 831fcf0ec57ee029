import { Speaker } from './config/SpeakerConfig';
import { HostSpeaker } from './HostSpeakers';
import { judgeStandIns } from './judgeStandIns';
import { WantedSession } from './PlaybookSight';

const speaker = (driver: Speaker, id?: string, standIns?: string[]) =>
  ({ driver, router: id && { id, standIns } } as unknown as HostSpeaker);
const session = (
  name: string,
  of: Speaker,
  more: Partial<WantedSession> = { stand_in: true },
): WantedSession => ({
  ...{ name, speaker: of, asn: 6939, enabled: true },
  neighbor: 'fd00:394a::1',
  ...more,
});

describe('judgeStandIns', () => {
  const both = [
    session('stand_in6', 'bird'),
    session('stand_in6_gobgp', 'gobgp'),
    session('he_v6', 'bird', {}),
  ];

  it('wants each named as its daemon calls it', () => {
    const named = [
      speaker('bird', 'gw1', ['stand_in6']),
      speaker('gobgp', 'gw2', ['fd00:394a::1']),
    ];
    expect(judgeStandIns(named, both)).toEqual([]);
  });

  it('says where the portal would take one for a way out', () => {
    const unnamed = [
      speaker('bird', 'gw1'),
      speaker('gobgp', 'gw2', ['stand_in6_gobgp']),
    ];
    expect(judgeStandIns(unnamed, both)).toEqual([
      'Session stand_in6 on gw1 stands in for its neighbor, as the inventory says, and orion.bgp.routers.gw1.standIns does not name it: it would count as a way out.',
      'Session fd00:394a::1 on gw2 stands in for its neighbor, as the inventory says, and orion.bgp.routers.gw2.standIns does not name it: it would count as a way out.',
    ]);
  });

  it('asks nothing of a daemon the portal does not read', () => {
    expect(judgeStandIns([speaker('gobgp')], both)).toEqual([]);
  });
});
