import { gw1Seed } from '../seed';
import { gobgpLimits } from '../gobgpLimits';
import { BgpFamily, BgpOffer, BgpWorldState } from '../types';
import { REAL_ADDRESSES, RealNetworkAddresses } from './RealNetwork';
import {
  FAMILIES,
  MAX_LENGTHS,
  NEXT_HOPS,
  OWN_AS,
  ownPrefixes,
  TRANSIT_AS,
  transitAddress,
} from './realNetworkFacts';

/** Somebody edge1 may get to know. */
const EXCHANGE_AS = 64500;
const LIMITS = { ipv4: 1_200_000, ipv6: 300_000 };
/** Of a machine of their own: the transit's next hops are on its link. */
export const MACHINE_ADDRESSES = [
  `${NEXT_HOPS.gw1.ipv4}/24`,
  `${NEXT_HOPS.gw1.ipv6}/64`,
];

/**
 * bird.conf of AS6939: what the transit of the seed offers, to both gateways; and
 * of an exchange that waits for edge1.
 * Paths through the receiver's own AS are left out, as each receiver would drop
 * them in its own way.
 */
export function transitConfig({ ports }: RealNetworkAddresses): string {
  const seed = gw1Seed();
  const session = (family: BgpFamily, gateway: 'gw1' | 'gw2') => `
protocol bgp ${gateway}_${family} {
  local ${transitAddress(family)} port ${ports.transit} as ${TRANSIT_AS};
  # It is called and never calls: the port only keeps apart what BIRD takes for one.
  neighbor ${REAL_ADDRESSES[gateway]} port ${family.slice(3)} as ${OWN_AS};
  multihop 2; passive;
  ${family} { import all; export ${offered(
    family,
    gateway,
  )}; next hop address ${NEXT_HOPS.transit[family]}; };
}`;
  return `
log stderr { error, fatal, bug };
hostname "transit";
router id 198.51.100.1;
protocol device {}
${FAMILIES.map(
  family => `protocol static offers_${family} { ${family};
${offersOf(seed, family).map(routeLine).join('\n')}
}
protocol static beyond_${family} { disabled; ${family};
${beyond(family)
  .map(prefix => `route ${prefix} blackhole;`)
  .join('\n')}
}`,
).join('\n')}
${FAMILIES.flatMap(family =>
  (['gw1', 'gw2'] as const).map(gateway => session(family, gateway)),
).join('\n')}
ipv4 table exchange4;
protocol static exchange { ipv4 { table exchange4; };
  route 198.18.0.0/24 blackhole; route 198.18.1.0/24 blackhole; }
protocol bgp edge1 {
  local ${REAL_ADDRESSES.exchange} port ${ports.transit} as ${EXCHANGE_AS};
  neighbor ${REAL_ADDRESSES.edge1} as ${OWN_AS};
  multihop 2; passive;
  ipv4 { table exchange4; import all; export where source = RTS_STATIC; next hop address ${
    NEXT_HOPS.transit.ipv4
  }; };
}
`;
}

/** gw2 may be sent more than its limit; gw1 in service is not. */
function offered(family: BgpFamily, gateway: 'gw1' | 'gw2'): string {
  return gateway === 'gw2'
    ? 'where source = RTS_STATIC'
    : `where proto = "offers_${family}"`;
}

/** As many routes as gw2's limit, of none of the offers. */
function beyond(family: BgpFamily): string[] {
  return Array.from({ length: gobgpLimits[family] }, (_, index) =>
    family === 'ipv4'
      ? `100.${64 + Math.floor(index / 256)}.${index % 256}.0/24`
      : `2001:db8:${(0x4000 + index).toString(16)}::/48`,
  );
}

/** bird.conf of edge1 before Ansible has seen it: nobody to speak with. */
export function edge1Config(): string {
  return `
log stderr { error, fatal, bug };
hostname "edge1";
router id 10.0.10.3;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
`;
}

function offersOf({ sessions }: BgpWorldState, family: BgpFamily): BgpOffer[] {
  return sessions
    .filter(({ neighborAs }) => neighborAs === TRANSIT_AS)
    .flatMap(({ channels }) => channels)
    .filter(channel => channel.family === family)
    .flatMap(({ offers }) => offers)
    .filter(({ attributes }) => !attributes.asPath.flat().includes(OWN_AS));
}

function routeLine({ prefix, attributes }: BgpOffer): string {
  const { asPath, communities = [], largeCommunities = [], med } = attributes;
  const origins = {
    IGP: 'ORIGIN_IGP',
    EGP: 'ORIGIN_EGP',
    Incomplete: 'ORIGIN_INCOMPLETE',
  };
  // The transit puts its own AS in front when it sends the route.
  const path = asPath.filter(one => typeof one === 'number').slice(1);
  return [
    `route ${prefix} blackhole { bgp_origin = ${origins[attributes.origin]};`,
    ...path.reverse().map(asn => `bgp_path.prepend(${asn});`),
    ...communities.map(parts => `bgp_community.add((${parts}));`),
    ...largeCommunities.map(parts => `bgp_large_community.add((${parts}));`),
    ...(med === undefined ? [] : [`bgp_med = ${med};`]),
    '};',
  ].join(' ');
}

/** bird.conf of gw1, the gateway in service; it writes a kernel that is not this machine's, or none. */
export function gw1Config({
  kernel,
  ports,
  rtr,
}: RealNetworkAddresses): string {
  const own = ownPrefixes();
  const transit = (family: BgpFamily) => `
protocol bgp he_v${family.slice(3)} {
  description "Hurricane Electric, IPv${family.slice(3)}";
  local ${REAL_ADDRESSES.gw1} port ${ports.gw1} as ${OWN_AS};
  neighbor ${transitAddress(family)} port ${ports.transit} as ${TRANSIT_AS};
  multihop 2; connect delay time 1; connect retry time 2; error wait time 1, 4;
  ${family} {
    import keep filtered; import filter transit_in_${family};
    import limit ${LIMITS[family]} action restart;
    export where source = RTS_STATIC; next hop address ${NEXT_HOPS.gw1[family]};
    igp table ways_${family};
  };
}`;
  return `
log stderr { error, fatal, bug };
hostname "gw1";
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
roa4 table roa4t; roa6 table roa6t;
${rtr ? rpkiProtocol(rtr) : ''}
${FAMILIES.map(importFilter).join('\n')}
protocol device {}
${FAMILIES.map(family => wayToTransit(family, kernel)).join('\n')}
${kernel ? FAMILIES.map(kernelProtocol).join('\n') : ''}
${FAMILIES.map(
  family => `protocol static own_${family} { ${family};
${own[family].map(prefix => `route ${prefix} unreachable;`).join('\n')}
}`,
).join('\n')}
${FAMILIES.map(transit).join('\n')}
protocol bgp shadow {
  description "GoBGP, on trial";
  local ${REAL_ADDRESSES.gw1} port ${ports.gw1} as ${OWN_AS};
  neighbor ${REAL_ADDRESSES.gw2} port ${ports.gw2} as ${OWN_AS};
  multihop 2; rr client; connect delay time 1; connect retry time 2; error wait time 1, 4;
${FAMILIES.map(
  family =>
    `  ${family} { import all; export where source = RTS_STATIC; next hop address ${NEXT_HOPS.gw1[family]}; add paths tx; igp table ways_${family}; };`,
).join('\n')}
}
`;
}

/** Nothing real is behind the transit's next hop: by itself it would not resolve. */
function wayToTransit(family: BgpFamily, kernel: boolean): string {
  const hop = `${NEXT_HOPS.transit[family]}/${family === 'ipv6' ? 128 : 32}`;
  return `${family} table ways_${family};
protocol static transit_${family} { ${family} { table ways_${family}; }; route ${hop} via "${
    kernel ? 'up0' : 'lo'
  }"; }`;
}

function kernelProtocol(family: BgpFamily): string {
  return `protocol kernel kernel_${family} { scan time 10; ${family} { export where source = RTS_BGP; }; }`;
}

function rpkiProtocol(port: number): string {
  return `protocol rpki validator1 { roa4 { table roa4t; }; roa6 { table roa6t; }; remote ${REAL_ADDRESSES.rtr} port ${port}; retry 2; }`;
}

function importFilter(family: BgpFamily): string {
  const v = family.slice(3);
  const own = ownPrefixes()[family].map(prefix => `${prefix}+`);
  const refuse = (reason: number) =>
    `{ bgp_large_community.add((${OWN_AS}, 65666, ${reason})); reject; }`;
  return `filter transit_in_${family} {
  if net ~ [ ${own.join(', ')} ] then ${refuse(3)}
  if net.len > ${MAX_LENGTHS[family]} then ${refuse(2)}
  if roa_check(roa${v}t, net, bgp_path.last) = ROA_INVALID then ${refuse(1)}
  accept;
}`;
}
