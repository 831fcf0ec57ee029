import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  startRealBird,
} from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { BirdRouteSource } from './BirdRouteSource';
import { connectUnix } from './connectUnix';

const { signal } = new AbortController();

/** With names as long as BIRD takes: it hangs up on a line that has them all. */
const long = Array.from({ length: 30 }, (_, at) => `t_${at}_`.padEnd(64, 'x'));

const session = (
  name: string,
  [mine, theirs]: [string, string],
  rest: string,
) =>
  `protocol bgp ${name} { local ${mine}; neighbor ${theirs}; multihop 2;
    connect delay time 1; connect retry time 1; error wait time 1, 2; ${rest} }`;

describe.each(['bird', 'bird2', 'bird3'] as const)(
  'the tables of %s',
  daemon => {
    describeWithDaemons(
      [daemon],
      'with a session in a table of its own',
      () => {
        let neighbor: RealBird;
        let bird: RealBird;
        let source: BirdRouteSource;

        beforeAll(async () => {
          const [a, b] = [await findFreePort(), await findFreePort()];
          const ends = [
            `127.0.0.81 port ${a} as 6939`,
            `127.0.0.82 port ${b} as 394955`,
          ] as [string, string];
          neighbor = await startRealBird({
            daemon,
            config: `log stderr { fatal, bug }; router id 198.51.100.81; protocol device {}
        protocol static offers { ipv6; route 2001:db8:1::/48 blackhole; route 2001:db8:2::/48 blackhole; }
        ${session(
          'gw1',
          ends,
          'ipv6 { import none; export all; next hop address 2001:db8::1; };',
        )}`,
          });
          bird = await startRealBird({
            daemon,
            config: `log stderr { fatal, bug }; router id 198.51.100.82; protocol device {}
        ipv6 table t_he; ipv4 table t_alone;
        ${long.map(name => `ipv4 table ${name};`).join('\n')}
        protocol static far { ipv4 { table ${
          long[29]
        }; }; route 198.51.100.0/24 blackhole; }
        protocol static own { ipv6; route 2001:db8:3::/48 blackhole; }
        protocol static usual { ipv6; route 2001:db8:4::/48 blackhole; }
        protocol static spare { ipv6 { preference 50; }; route 2001:db8:4::/48 blackhole; }
        protocol static alone { ipv4 { table t_alone; }; route 192.0.2.0/24 blackhole; }
        # What goes on into master6 is there twice.
        protocol pipe p { table t_he; peer table master6; import none;
          export where net = 2001:db8:1::/48; }
        ${session(
          'he',
          [ends[1], ends[0]],
          'ipv6 { table t_he; import all; export none; };',
        )}`,
          });
          source = new BirdRouteSource({
            router: 'gw1',
            open: () => connectUnix(bird.socketPath),
            tables: ['t_alone', ...long],
          });
          await eventually(async () =>
            (await bird.ask('show route table t_he')).includes('db8:2::'),
          );
        });
        afterAll(async () => {
          await source?.close();
          await bird?.stop();
          await neighbor?.stop();
        });

        const text = ({ address, length, session: from, flags }: PathRecord) =>
          `${formatPrefix(address, length)} ${from || 'own'} ${
            (flags & PathFlag.best) === 0 ? '-' : 'best'
          }`;

        it('has its routes and those of a table that is named', async () => {
          // BIRD by itself does not show them.
          expect(await bird.ask('show route all')).not.toContain(
            '2001:db8:2::/48',
          );
          const rows = new Set<string>();
          await source.dumpPaths({
            signal,
            sink: path => void rows.add(text(path)),
          });
          expect([...rows].sort()).toEqual([
            '192.0.2.0/24 own best',
            '198.51.100.0/24 own best',
            '2001:db8:1::/48 he best',
            '2001:db8:2::/48 he best',
            '2001:db8:3::/48 own best',
            '2001:db8:4::/48 own -',
            '2001:db8:4::/48 own best',
          ]);
        });

        it('keeps the best one of two routes that no neighbor sent', async () => {
          const prefixes = [parsePrefix('2001:db8:4::/48')!];
          const routes = { dumped: new Map(), found: new Map() };
          const keep = (kept: Map<string, string>) => (path: PathRecord) => {
            const key = `${formatPrefix(path.address, path.length)} ${
              path.session
            } ${path.pathId}`;
            kept.set(key, text(path));
          };
          await source.dumpPaths({ signal, sink: keep(routes.dumped) });
          await source.lookupPaths({
            signal,
            prefixes,
            sink: keep(routes.found),
          });
          const both = ['2001:db8:4::/48 own best', '2001:db8:4::/48 own -'];
          expect([...routes.dumped.values()]).toEqual(
            expect.arrayContaining(both),
          );
          expect([...routes.found.values()]).toEqual(both);
        });

        it('finds single prefixes in them', async () => {
          const prefixes = [
            '2001:db8:2::/48',
            '192.0.2.0/24',
            '198.51.100.0/24',
            '2001:db8:9::/48',
          ].map(prefix => parsePrefix(prefix)!);
          const rows: string[] = [];
          await source.lookupPaths({
            signal,
            prefixes,
            sink: path => void rows.push(text(path)),
          });
          expect(rows).toEqual([
            '2001:db8:2::/48 he best',
            '192.0.2.0/24 own best',
            '198.51.100.0/24 own best',
          ]);
        });
      },
    );
  },
);
