import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  RealBird,
  RealGobgp,
  RealMachine,
  RunningSimulator,
  startRealBird,
  startRealGobgp,
  startRealMachine,
  startRealNamespace,
  startRealRtr,
  startValidator,
} from '@orion/lab';
import { kernelRoutes, serveCommand } from './kernelSocket';

// eslint-disable-next-line no-restricted-syntax -- only tests call it
const root = resolve(__dirname, '../../../..');
const ansible = join(root, 'infra/ansible');
const tools = resolve(process.env.ORION_HOME ?? join(root, '.orion'), 'tools');
/** Scenarios of the roles' lab inventory. */
const ROUTER = 'before-cut-over';
const STAND_IN = 'stand-in';
const EXCEEDING = 'stand-in-exceeding';
const RTR_PORT = 3323;

/** Addresses at both ends, as the scenarios have them. */
const UPLINK = {
  here: [
    ...['2001:db8:ffff::2/64', '2001:db8:ffff::4/64'],
    // Shorter than what stands in announces, which is to be nobody's own link.
    ...['198.51.100.2/29', '198.51.100.4/29'],
  ],
  there: [
    ...['2001:db8:ffff::1/64', '2001:db8:ffff::3/64'],
    ...['198.51.100.1/29', '198.51.100.3/29'],
  ],
};
const BESIDE = {
  here: [
    ...['fd00:394a::2/64', 'fd00:394a::3/64', 'fd00:394a::4/64'],
    ...['10.69.39.2/24', '10.69.39.3/24', '10.69.39.4/24'],
  ],
  there: [
    ...['fd00:394a::1/64', 'fd00:394a::9/64'],
    ...['10.69.39.1/24', '10.69.39.9/24'],
  ],
};
/** Where next hops of GoBGP's routes lie. */
export const CUT_OVER_LINKS = [
  ...['2001:db8:ffff::/64', '198.51.100.0/29'],
  ...['fd00:394a::/64', '10.69.39.0/24'],
];

/** What AS6939 announces, and what of it no router takes. */
const OFFERS = {
  ipv6: ['2001:db8:e000::/48', '2001:db8:e001::/48', '2001:db8:e002::/48'],
  ipv4: ['198.19.0.0/24', '198.19.1.0/24', '198.19.2.0/24'],
};
const REFUSED = {
  ipv6: ['::/0', '2001:db8:e003:1::/64', '2002:6440::/32'],
  ipv4: ['0.0.0.0/0', '198.19.3.128/25', '10.1.0.0/16'],
};

const session = (name: string, local: string, neighbor: string) => {
  const family = local.includes(':') ? 'ipv6' : 'ipv4';
  return `
protocol bgp ${name} {
  local ${local} as 6939; neighbor ${neighbor} as 394955; strict bind yes;
  ${family === 'ipv6' ? 'local role provider;' : ''} ${
    name === 'second_v6' ? 'bfd yes;' : ''
  }
  connect delay time 1; connect retry time 2; error wait time 1, 4;
  ${family} { import all; export where proto = "offers_${family}"; };
}`;
};

/** bird.conf of AS6939, twice of each family. Nothing goes from one to another. */
const upstreamConfig = `
log stderr { error, fatal, bug };
router id 198.51.100.1;
protocol device {}
protocol bfd {}
${(['ipv6', 'ipv4'] as const)
  .map(
    family => `protocol static offers_${family} { ${family};
${[...OFFERS[family], ...REFUSED[family]]
  .map(prefix => `route ${prefix} blackhole;`)
  .join('\n')}
}`,
  )
  .join('\n')}
${session('gw_v6', '2001:db8:ffff::1', '2001:db8:ffff::2')}
${session('gw_v4', '198.51.100.1', '198.51.100.2')}
${session('second_v6', '2001:db8:ffff::3', '2001:db8:ffff::4')}
${session('second_v4', '198.51.100.3', '198.51.100.4')}
`;

/** A router before its cut-over: what the roles write for it, run for real. */
export interface CutOverWorld {
  /** BIRD, which holds the sessions of AS6939. */
  gw1: RealBird;
  /** GoBGP of the same machine, with a second session of each family. */
  gw2: RealGobgp;
  machine: RealMachine;
  /** Where its kernel is told. */
  kernel: string;
  /** AS6939 itself. */
  upstream: RealBird;
  /** What speaks as AS6939 with both daemons, and with GoBGP under a limit. */
  standIn: RealBird;
  /** Has it announce one route more than its limits allow, or no more. */
  exceed(on: boolean): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Renders the scenarios with the roles, and starts what they are for in namespaces
 * of their own: the router with its packet filter and a kernel's routes, AS6939, and
 * what stands in for it. As root, with Ansible of `./orion tools --peers`. Sessions
 * follow within seconds.
 */
export async function startCutOverWorld(): Promise<CutOverWorld> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const one of stops.reverse()) {
      await one();
    }
  };
  const keep = <T extends { stop(): unknown }>(one: T) => {
    stops.push(() => one.stop());
    return one;
  };
  try {
    const folder = mkdtempSync(join(tmpdir(), 'orion-cut-over-'));
    stops.push(() => rmSync(folder, { recursive: true, force: true }));
    const text = render(folder);
    const machine = keep(startRealMachine([]));
    const { namespace, within } = machine;
    const outside = keep(startRealNamespace([]));
    const beside = keep(startRealNamespace([]));
    namespace.join('uplink0', outside, UPLINK);
    namespace.join('near0', beside, BESIDE);
    run(within, 'nft', '-f', text.path(ROUTER, 'nftables.conf'));
    const validator: RunningSimulator = keep(await startValidator({ port: 0 }));
    const roas = `${validator.url}/json`;
    const rtr = await startRealRtr({ roas, port: RTR_PORT, within });
    keep(rtr!);
    const standIn = keep(
      await startRealBird({
        config: text.of(STAND_IN, 'bird.conf'),
        within: beside.within,
      }),
    );
    const upstream = keep(
      await startRealBird({ config: upstreamConfig, within: outside.within }),
    );
    const gw2 = keep(
      await startRealGobgp({
        ...{ api: 4, listen: 'unix', within },
        config: text.of(ROUTER, 'gobgpd.toml'),
      }),
    );
    const gw1 = keep(
      await startRealBird({ config: text.of(ROUTER, 'bird.conf'), within }),
    );
    const kernel = keep(
      await serveCommand([...within, 'python3', kernelRoutes]),
    );
    return {
      ...{ gw1, gw2, machine, upstream, standIn, stop },
      kernel: kernel.path,
      exceed: on =>
        standIn.configure(text.of(on ? EXCEEDING : STAND_IN, 'bird.conf')),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function run(within: string[], ...command: string[]): void {
  const [program, ...args] = [...within, ...command];
  execFileSync(program, args, { stdio: 'pipe' });
}

/** The files of each scenario, as its machine would get them. */
function render(folder: string) {
  const inventory = ['-i', join(ansible, 'inventory/lab')];
  execFileSync(
    join(tools, 'ansible/bin/ansible-playbook'),
    [
      ...inventory,
      ...['-l', [ROUTER, STAND_IN, EXCEEDING].join(',')],
      ...['-e', `render_dir=${folder}`, 'playbooks/render.yml'],
    ],
    {
      cwd: ansible,
      stdio: 'pipe',
      env: {
        ...process.env,
        ANSIBLE_CONFIG: join(ansible, 'ansible.cfg'),
        ANSIBLE_HOME: join(folder, 'ansible'),
        PATH: `${join(tools, 'ansible/bin')}:${process.env.PATH}`,
      },
    },
  );
  const path = (host: string, file: string) => join(folder, `${host}-${file}`);
  for (const host of [ROUTER, STAND_IN, EXCEEDING]) {
    const files: Record<string, string> = JSON.parse(
      readFileSync(join(folder, `${host}.json`), 'utf8'),
    );
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(path(host, name), content);
    }
  }
  return {
    path,
    of: (host: string, file: string) => readFileSync(path(host, file), 'utf8'),
  };
}
