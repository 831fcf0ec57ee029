import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  RealNamespace,
  startRealBird,
  startRealNamespace,
} from '@orion/lab';
import { kernelRoutes, serveCommand } from '../../__testUtils__/kernelSocket';
import { createRouteSource } from '../worker/createRouteSource';
import { RibHost } from '../worker/RibHost';
import { KernelComparison } from './KernelComparison';

const LINK_LOCAL = 'fe80::7';

/** AS6939, which has two routes and a next hop on the router's link. */
const transit = (port: number, other: number) => `
router id 10.255.0.1;
protocol device {}
protocol static s4 { ipv4; route 198.51.100.0/24 blackhole; route 203.0.113.0/24 blackhole; }
protocol static s6 { ipv6; route 2001:db8:1::/48 blackhole; }
protocol bgp gw1 {
  local 127.0.0.1 port ${port} as 6939; neighbor 127.0.0.2 port ${other} as 394955; multihop 2;
  connect delay time 1; connect retry time 1;
  ipv4 { import all; export all; next hop address 192.0.2.7; };
  ipv6 { import all; export all; next hop address 2001:db8:ff::7; };
}`;

/** gw1, which writes what it chose into the kernel. */
const gateway = (port: number, other: number) => `
router id 10.255.0.2;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device { scan time 1; }
protocol direct { ipv4; ipv6; }
protocol static own4 { ipv4; route 192.0.2.128/25 unreachable; }
protocol static own6 { ipv6; route 2001:db8:3949::/48 unreachable; }
protocol kernel kernel4 { scan time 600; ipv4 { import none; export where source ~ [ RTS_BGP, RTS_STATIC ]; }; }
protocol kernel kernel6 { scan time 600; ipv6 { import none; export where source ~ [ RTS_BGP, RTS_STATIC ]; }; }
protocol bgp he {
  local 127.0.0.2 port ${port} as 394955; neighbor 127.0.0.1 port ${other} as 6939; multihop 2;
  connect delay time 1; connect retry time 1;
  ipv4 { import all; export none; };
  ipv6 { import all; export none; };
}`;

describeWithDaemons(
  ['bird', 'namespaces'],
  'the routes of a kernel that BIRD writes',
  () => {
    let namespace: RealNamespace;
    let birds: RealBird[] = [];
    let served: Awaited<ReturnType<typeof serveCommand>>;
    let host: RibHost;
    const look = () => host.calls.kernel({ router: 'gw1', recursive: [] });
    /** Until the kernel was read again and shows it. */
    const shows = (wanted: Partial<KernelComparison>) =>
      eventually(async () => {
        const { comparison } = await look();
        return (
          comparison &&
          Object.entries(wanted).every(
            ([name, value]) =>
              comparison[name as keyof KernelComparison] === value,
          ) &&
          comparison
        );
      });

    beforeAll(async () => {
      namespace = startRealNamespace();
      const { within } = namespace;
      const [far, near] = [await findFreePort(), await findFreePort()];
      birds = [
        await startRealBird({ within, config: transit(far, near) }),
        await startRealBird({ within, config: gateway(near, far) }),
      ];
      served = await serveCommand([...within, 'python3', kernelRoutes]);
      // A dump shows what is there at that moment.
      await eventually(async () => {
        const said = await birds[1].ask('show protocols all he');
        return /2 imported/.test(said) && /1 imported/.test(said);
      });
      host = new RibHost({ createSource: createRouteSource, onChange() {} });
      await host.calls.configure({
        routers: [
          {
            id: 'gw1',
            asn: 394955,
            source: {
              router: 'gw1',
              driver: 'bird',
              settings: { driver: 'bird', socket: birds[1].socketPath },
            },
            kernel: { endpoint: { socket: served.path }, intervalMs: 200 },
          },
        ],
        communities: [],
        rpki: [],
      });
    });

    afterAll(async () => {
      await host?.stop();
      await served?.stop();
      await Promise.all(birds.map(bird => bird.stop()));
      namespace?.stop();
    });

    it('are those BIRD chose, and lead where they are to', async () => {
      const comparison = await shows({ wanted: 3, same: 3 });
      expect(comparison).toEqual({
        // Three of the neighbor's and two own ones.
        kernel: 5,
        wanted: 3,
        same: 3,
        missing: 0,
        extra: 0,
        otherNextHop: 0,
        // Two links stay out of the kernel's table of BIRD, two own ones are in.
        allowed: {
          own: 4,
          recursive: 0,
          multipath: 0,
          unreachable: 0,
          'worse-metric': 0,
          moved: 0,
        },
        examples: [],
      });
      const { bootedAt, error, ageMs, maxAgeMs } = await look();
      expect(error).toBeUndefined();
      expect(ageMs).toBeLessThan(maxAgeMs);
      expect(Date.parse(bootedAt!)).toBeLessThan(Date.now());
    });

    it('are missing when somebody takes one out', async () => {
      namespace.ip('route', 'del', '198.51.100.0/24', 'proto', 'bird');
      const { examples } = await shows({ missing: 1, same: 2 });
      expect(examples).toEqual([
        { class: 'missing', prefix: '198.51.100.0/24', wanted: '192.0.2.7' },
      ]);
    });

    it('are too many when one is left behind', async () => {
      const route = ['route', 'add', '10.9.0.0/16', 'via', '192.0.2.9'];
      namespace.ip(...route, 'proto', 'bird');
      // What others write is none of BIRD's business.
      namespace.ip('route', 'add', '10.8.0.0/16', 'via', '192.0.2.9');
      const { examples } = await shows({ extra: 1 });
      expect(examples).toContainEqual({
        class: 'extra',
        prefix: '10.9.0.0/16',
        kernel: '192.0.2.9',
      });
    });

    it('lead elsewhere when somebody turned one', async () => {
      const route = ['-6', 'route', 'replace', '2001:db8:1::/48'];
      const metric = /metric (\d+)/.exec(
        namespace.ip('-6', 'route', 'show', '2001:db8:1::/48'),
      )![1];
      namespace.ip(
        ...[...route, 'via', LINK_LOCAL, 'dev', 'up0'],
        ...['proto', 'bird', 'metric', metric],
      );
      const { examples } = await shows({ otherNextHop: 1 });
      expect(examples).toContainEqual({
        class: 'other-next-hop',
        prefix: '2001:db8:1::/48',
        wanted: '2001:db8:ff::7',
        kernel: LINK_LOCAL,
      });
    });

    it('are as they were while they cannot be read, and say so', async () => {
      await served.stop();
      const { error, comparison } = await eventually(async () => {
        const answer = await look();
        return answer.error ? answer : undefined;
      });
      expect(error).toMatch(/ENOENT|ECONNREFUSED/);
      expect(comparison).toMatchObject({ wanted: 3 });
    });
  },
);
