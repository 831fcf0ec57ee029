import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../bgp/real/findFreePort';
import { asPathText } from '../render/renderAttributes';
import { BirdClient } from './BirdClient';
import { contractWorld } from './contractWorld';

/**
 * Starts a router and its neighbors as two real BIRDs on loopback and waits for
 * their sessions. They need no rights: nothing touches the kernel's routes.
 */
export async function startRealBird(
  binary: string,
): Promise<{ path: string; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'orion-lab-real-bird-'));
  const path = join(dir, 'gw1.ctl');
  const ports: Ports = {
    here6: await findFreePort(),
    here4: await findFreePort(),
    hereShadow: await findFreePort(),
    there6: await findFreePort(),
    there4: await findFreePort(),
    thereShadow: await findFreePort(),
  };
  const children = [
    run(binary, dir, 'gw1', routerConfig(ports)),
    run(binary, dir, 'neighbors', neighborConfig(ports)),
  ];
  const stop = async () => {
    await Promise.all(children.map(stopChild));
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await waitForSessions(path, children);
    return { path, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = Record<
  'here6' | 'here4' | 'hereShadow' | 'there6' | 'there4' | 'thereShadow',
  number
>;

function routerConfig(ports: Ports): string {
  const session = (port: number, neighbor: string) =>
    `local 127.0.0.2 port ${port} as 394955; neighbor ${neighbor}; multihop 2; passive;`;
  return `
log stderr all;
hostname "gw1";
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
filter he_in6 {
  if net = 2001:db8:f001::/48 then { bgp_large_community.add((394955, 65666, 1)); reject; }
  if net.len > 48 then { bgp_large_community.add((394955, 65666, 2)); reject; }
  accept;
}
filter own_out6 { if source = RTS_STATIC then accept; reject; }
filter own_out4 {
  if source != RTS_STATIC then reject;
  bgp_med = 30; bgp_path.prepend(394955); bgp_path.prepend(394955);
  bgp_community.add((65535, 65281)); bgp_large_community.add((394955, 1, 2));
  accept;
}
protocol device device1 {}
protocol static static4 { ipv4;
  route 192.0.2.0/24 blackhole; route 198.51.100.0/24 unreachable; route 203.0.113.0/24 prohibit; }
protocol static static6 { ipv6; route 2001:db8:3949::/48 blackhole; }
protocol radv radv1 {}
protocol bgp he_v6 { ${session(
    ports.here6,
    `127.0.0.1 port ${ports.there6} as 6939`,
  )}
  description "Hurricane Electric, IPv6"; local role customer;
  ipv6 { import keep filtered; import filter he_in6; import limit 300000 action restart;
    export filter own_out6; next hop address 2001:db8::2; }; }
protocol bgp he_v4 { ${session(
    ports.here4,
    `127.0.0.1 port ${ports.there4} as 6939`,
  )}
  ipv4 { import all; import limit 1200000; export filter own_out4; export limit 10 action block;
    next hop address 198.18.0.2; }; }
protocol bgp shadow { ${session(
    ports.hereShadow,
    '127.0.0.3 as 394955',
  )} rr client;
  ipv6 { import none; export all; add paths tx; next hop address 2001:db8::2; }; }
protocol bgp spare { disabled; ${session(ports.here6, '127.0.0.4 as 64500')}
  ipv6 { import all; export none; }; }
`;
}

function neighborConfig(ports: Ports): string {
  const session = (local: string, port: number, as: number, to: number) =>
    `local ${local} port ${port} as ${as}; neighbor 127.0.0.2 port ${to} as 394955; multihop 2; connect delay time 1; connect retry time 2; error wait time 1, 2;`;
  const routes = (family: 'ipv4' | 'ipv6') =>
    contractWorld()
      .sessions.flatMap(({ channels }) => channels)
      .filter(channel => channel.family === family)
      .flatMap(({ offers }) => offers)
      .map(({ prefix, attributes }) => {
        const {
          communities = [],
          extendedCommunities = [],
          largeCommunities = [],
        } = attributes;
        const [, ...path] = asPathText(attributes).split(' ');
        const origin = {
          IGP: 'ORIGIN_IGP',
          EGP: 'ORIGIN_EGP',
          Incomplete: 'ORIGIN_INCOMPLETE',
        };
        return [
          `route ${prefix} blackhole { bgp_origin = ${
            origin[attributes.origin]
          };`,
          ...path.reverse().map(asn => `bgp_path.prepend(${asn});`),
          ...communities.map(parts => `bgp_community.add((${parts}));`),
          ...extendedCommunities.map(
            parts => `bgp_ext_community.add((${parts}));`,
          ),
          ...largeCommunities.map(
            parts => `bgp_large_community.add((${parts}));`,
          ),
          '};',
        ].join(' ');
      })
      .join('\n');
  return `
log stderr all;
router id 10.255.0.1;
protocol device {}
protocol static s6 { ipv6;
${routes('ipv6')}
}
protocol static s4 { ipv4;
${routes('ipv4')}
}
protocol bgp gw6 { ${session(
    '127.0.0.1',
    ports.there6,
    6939,
    ports.here6,
  )} local role provider;
  ipv6 { import all; next hop address 2001:db8::1;
    export filter { if source != RTS_STATIC then reject; if net = 2001:db8:2::/48 then bgp_med = 77; accept; }; }; }
protocol bgp gw4 { ${session('127.0.0.1', ports.there4, 6939, ports.here4)}
  ipv4 { import all; export where source = RTS_STATIC; next hop address 198.18.0.1; }; }
protocol bgp gwshadow { ${session(
    '127.0.0.3',
    ports.thereShadow,
    394955,
    ports.hereShadow,
  )}
  ipv6 { import all; export none; add paths rx; }; }
`;
}

function run(binary: string, dir: string, name: string, config: string) {
  const file = (end: string) => join(dir, `${name}.${end}`);
  writeFileSync(file('conf'), config);
  return spawn(
    binary,
    ['-f', '-c', file('conf'), '-s', file('ctl'), '-P', file('pid')],
    { stdio: ['ignore', 'ignore', process.env.DEBUG ? 'inherit' : 'ignore'] },
  );
}

/** Until all three sessions are up and their routes have come. */
async function waitForSessions(path: string, children: ChildProcess[]) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (children.some(({ exitCode }) => exitCode !== null)) {
      throw new Error('a real BIRD ended; DEBUG=1 shows why');
    }
    const client = await BirdClient.connect(path).catch(() => undefined);
    const up = (await client?.ask('show protocols'))?.match(/Established/g);
    const counts = await client?.ask('show route count');
    client?.close();
    if (up?.length === 3 && counts?.includes('Total: 10 of 10 routes')) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('the sessions of the real BIRDs did not come up');
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
