import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { findFewer, routesIn } from './routesIn';

const session = (
  accepted: number | undefined,
  received?: number,
  up = true,
): Pick<SessionReading, 'families'> =>
  ({
    families: [
      {
        family: 'ipv6-unicast',
        up,
        counters: {
          accepted: accepted === undefined ? undefined : { value: accepted },
          received: received === undefined ? undefined : { value: received },
        },
      },
    ],
  } as never);

describe('routesIn', () => {
  it('has what the daemon counts, of families that are up', () => {
    expect(routesIn(session(990, 1000))).toEqual([
      { family: 'ipv6-unicast', accepted: 990, received: 1000 },
    ]);
    expect(routesIn(session(undefined, 1000))).toEqual([
      { family: 'ipv6-unicast', received: 1000 },
    ]);
    expect(routesIn(session(990, 1000, false))).toEqual([]);
  });
});

describe('findFewer', () => {
  const bird = routesIn(session(1000, 1010));
  const gobgp = routesIn(session(undefined, 1010));

  it.each<[string, typeof bird, Parameters<typeof session>, string[]]>([
    ['as many', bird, [1000], []],
    ['5 % less', bird, [950], []],
    [
      'still less',
      bird,
      [949],
      [
        'ipv6-unicast: 949 of 1000 routes accepted, and at least 950 were to be',
      ],
    ],
    [
      'none let in of all that are sent',
      bird,
      [0, 1010],
      ['ipv6-unicast: 0 of 1000 routes accepted, and at least 950 were to be'],
    ],
    [
      'as many sent to one that does not count further',
      bird,
      [undefined, 1010],
      [],
    ],
    [
      'one sent to one that does not count further',
      bird,
      [undefined, 1],
      ['ipv6-unicast: 1 of 1000 routes received, and at least 950 were to be'],
    ],
    ['one let in, after one that did not count', gobgp, [1, 1010], []],
    [
      'none let in, after one that did not count',
      gobgp,
      [0, 1010],
      ['ipv6-unicast: 0 of 1010 routes accepted, and at least 1 were to be'],
    ],
    [
      'nothing exchanged',
      bird,
      [0, 0, false],
      ['ipv6-unicast: no routes are exchanged'],
    ],
  ])('says what lacks: %s', (_, planned, now, lacking) => {
    expect(findFewer(planned, session(...now))).toEqual(lacking);
  });

  it('wants nothing of a family in which nothing came, and everything of a session that is gone', () => {
    expect(findFewer(routesIn(session(0, 0)), session(0, 0))).toEqual([]);
    expect(findFewer(bird, undefined)).toEqual([
      'ipv6-unicast: no routes are exchanged',
    ]);
  });
});
