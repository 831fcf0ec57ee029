import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  startRealBird,
} from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { formatPrefix } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { BirdRouteSource, BirdRouteSourceOptions } from './BirdRouteSource';
import { connectUnix } from './connectUnix';

const { signal } = new AbortController();
const log = 'log stderr { fatal, bug }; protocol device {}';

const session = (name: string, mine: string, theirs: string, rest: string) =>
  `protocol bgp ${name} { local ${mine}; neighbor ${theirs}; multihop 2;
    connect delay time 1; connect retry time 1; error wait time 1, 2; ${rest} }`;

/** What both feeds have, and what only one has, at the edges of parts too. */
const shared = [
  ...['0.0.0.0/0', '128.0.0.0/1', '9.9.9.0/24', '192.0.2.0/24'],
  ...Array.from({ length: 100 }, (_, at) => `10.${at}.0.0/16`),
];
const feeds = {
  a: [...shared, '0.0.0.0/1', '198.51.100.0/24', '203.0.113.0/24'],
  b: [...shared, '64.0.0.0/2', '223.255.255.255/32'],
};
/** Bytes of a reply: fewer than those of the table, more than those of 20 routes. */
const CAP = 16_384;
const blackholes = (prefixes: string[]) =>
  prefixes.map(prefix => `route ${prefix} blackhole;`).join(' ');

const text = (path: PathRecord) =>
  [
    formatPrefix(path.address, path.length),
    path.session || 'own',
    `id ${path.pathId}`,
    ...Object.entries(PathFlag)
      // eslint-disable-next-line no-bitwise
      .filter(([, flag]) => (path.flags & flag) !== 0)
      .map(([name]) => name),
    Buffer.from(path.attributes).toString('hex'),
  ].join(' ');

describe.each(['bird', 'bird2', 'bird3'] as const)(
  'a dump of %s in parts',
  daemon => {
    describeWithDaemons([daemon], 'that has two feeds', () => {
      const birds: RealBird[] = [];
      let bird: RealBird;

      beforeAll(async () => {
        const here = {
          a: `127.0.0.92 port ${await findFreePort()} as 394955`,
          b: `127.0.0.92 port ${await findFreePort()} as 394955`,
        };
        const there = {
          a: `127.0.0.90 port ${await findFreePort()} as 64500`,
          b: `127.0.0.91 port ${await findFreePort()} as 64501`,
        };
        for (const name of ['a', 'b'] as const) {
          birds.push(
            await startRealBird({
              daemon,
              config: `${log} router id 198.51.100.${name === 'a' ? 90 : 91};
          protocol static offers { ipv4; ${blackholes(feeds[name])} }
          ${session(
            'gw1',
            there[name],
            here[name],
            'ipv4 { import none; export all; next hop address 198.18.0.1; };',
          )}`,
            }),
          );
        }
        bird = await startRealBird({
          daemon,
          config: `${log} router id 198.51.100.92;
        ipv4 table t_copy;
        protocol static own { ipv4; ${blackholes([
          '0.0.0.0/0',
          '192.0.2.128/25',
          '10.0.0.0/8',
        ])} }
        protocol static six { ipv6; ${blackholes([
          '::/0',
          '8000::/1',
          '2001:db8::/32',
          '2001:db8:1::/48',
        ])} }
        protocol pipe p { table t_copy; peer table master4; import where net.len > 8; export none; }
        ${session(
          'feed_a',
          here.a,
          there.a,
          'ipv4 { import keep filtered; export none; import where net != 203.0.113.0/24 && net != 9.9.9.0/24; };',
        )}
        ${session(
          'feed_b',
          here.b,
          there.b,
          'ipv4 { import keep filtered; export none; import filter { if net = 10.66.0.0/16 then reject; if net = 192.0.2.0/24 then bgp_local_pref = 200; accept; }; };',
        )}`,
        });
        birds.push(bird);
        await eventually(async () => {
          const all = await bird.ask('show protocols all');
          return (
            all.includes('105 imported, 2 filtered') &&
            all.includes('105 imported, 1 filtered')
          );
        });
      });
      afterAll(async () => {
        for (const one of birds) {
          await one.stop();
        }
      });

      const dump = async (options: Partial<BirdRouteSourceOptions> = {}) => {
        const source = new BirdRouteSource({
          router: 'gw1',
          open: () => connectUnix(bird.socketPath),
          tables: ['t_copy'],
          ...options,
        });
        const rows: string[] = [];
        const count = await source
          .dumpPaths({ signal, sink: path => void rows.push(text(path)) })
          .finally(() => source.close());
        expect(count).toBe(rows.length);
        return rows.sort();
      };

      it.each([3, 20])(
        'has every path once, as one list has it, with %i routes in a part',
        async oneListRoutes => {
          const whole = await dump();
          await expect(dump({ maxReplyBytes: CAP })).rejects.toMatchObject({
            problem: 'limit',
          });
          const parts = await dump({ maxReplyBytes: CAP, oneListRoutes });
          expect(parts).toEqual(whole);
          const flagged = whole.map(row => row.replace(/ [0-9a-f]*$/, ''));
          expect(flagged).toEqual(
            expect.arrayContaining([
              '0.0.0.0/0 own id 0 accepted best',
              '0.0.0.0/0 feed_a id 0 received accepted unreachable',
              '192.0.2.0/24 feed_a id 0 received accepted unreachable',
              '192.0.2.0/24 feed_b id 0 received accepted best unreachable',
              '203.0.113.0/24 feed_a id 0 received filtered unreachable',
              '9.9.9.0/24 feed_a id 0 received filtered unreachable',
              '10.66.0.0/16 feed_b id 0 received filtered unreachable',
              '::/0 own id 0 accepted best',
              '2001:db8:1::/48 own id 0 accepted best',
            ]),
          );
          // A pipe carries them on: they are in both tables.
          const carried = flagged.filter(row => row.startsWith('198.51.100.'));
          expect(carried).toHaveLength(2);
        },
      );
    });
  },
);
