import {
  SessionFamily,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../../routes/RouteSource';
import { linksOf } from './linksOf';

describe('linksOf', () => {
  const family = (given: Partial<SessionFamily> = {}): SessionFamily => ({
    family: 'ipv6-unicast',
    up: true,
    counters: {},
    ...given,
  });
  const links = (
    given: Partial<SessionReading> = {},
    families = [family()],
    routerId = '10.0.0.2',
  ) =>
    linksOf(
      {
        sessions: [
          {
            name: 'ibgp',
            type: 'internal',
            state: 'established',
            neighborId: '10.0.0.2',
            families,
            ...given,
          },
        ],
      } as RouterReading,
      [
        { router: { id: 'silent' } },
        {
          router: { id: 'gw2' },
          reading: { identity: { routerId } } as RouterReading,
        },
      ],
    );

  it('knows the other end by its identifier', () => {
    expect(links()).toEqual([
      { router: 'gw2', session: 'ibgp', families: ['ipv6'] },
    ]);
    expect(links({}, undefined, '10.0.0.3')).toEqual([]);
  });

  it.each([
    ['leads outside', { type: 'external' as const }],
    ['is down', { state: 'active' as const }],
    ['restarts', { restarting: true as const }],
    ['tells no identifier', { neighborId: undefined }],
  ])('takes no session that %s', (_, given) => {
    expect(links(given)).toEqual([]);
  });

  it.each([
    ['is down', { up: false }],
    ['takes nothing', { importPolicy: 'REJECT' }],
    ['is no unicast', { family: 'ipv6-multicast' }],
  ])('takes no family that %s', (_, given) => {
    expect(links({}, [family(given)])).toEqual([]);
    expect(
      links({}, [family(given), family({ family: 'ipv4-unicast' })]),
    ).toMatchObject([{ families: ['ipv4'] }]);
  });
});
