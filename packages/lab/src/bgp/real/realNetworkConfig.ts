import { gw1Seed } from '../seed';
import { BgpFamily, BgpOffer, BgpWorldState } from '../types';
import { REAL_ADDRESSES, RealNetworkAddresses } from './RealNetwork';

const OWN_AS = 394955;
const TRANSIT_AS = 6939;
/** Somebody edge1 may get to know. */
const EXCHANGE_AS = 64500;
const FAMILIES = ['ipv6', 'ipv4'] as const;
/** GoBGP takes a next hop of 127/8 for a withdrawal. */
const NEXT_HOPS = {
  transit: { ipv4: '198.51.100.1', ipv6: '2001:db8:100::1' },
  gw1: { ipv4: '198.51.100.2', ipv6: '2001:db8:100::2' },
  gw2: { ipv4: '198.51.100.3', ipv6: '2001:db8:100::3' },
};
const LIMITS = { ipv4: 1_200_000, ipv6: 300_000 };
const MAX_LENGTHS = { ipv4: 24, ipv6: 48 };

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
  ${family} { import all; export where source = RTS_STATIC; next hop address ${
    NEXT_HOPS.transit[family]
  }; };
}`;
  return `
log stderr { error, fatal, bug };
hostname "transit";
router id 198.51.100.1;
protocol device {}
${FAMILIES.map(
  family => `protocol static offers_${family} { ${family};
${offersOf(seed, family).map(routeLine).join('\n')}
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

/** bird.conf of gw1, the gateway in service. It never touches this machine's kernel. */
export function gw1Config({ ports, rtr }: RealNetworkAddresses): string {
  const own = ownOf('own');
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
${FAMILIES.map(wayToTransit).join('\n')}
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
    `  ${family} { import none; export where source = RTS_STATIC; next hop address ${NEXT_HOPS.gw1[family]}; add paths tx; };`,
).join('\n')}
}
`;
}

/** Nothing real is behind the transit's next hop: by itself it would not resolve. */
function wayToTransit(family: BgpFamily): string {
  const hop = `${NEXT_HOPS.transit[family]}/${family === 'ipv6' ? 128 : 32}`;
  return `${family} table ways_${family};
protocol static transit_${family} { ${family} { table ways_${family}; }; route ${hop} via "lo"; }`;
}

function rpkiProtocol(port: number): string {
  return `protocol rpki validator1 { roa4 { table roa4t; }; roa6 { table roa6t; }; remote ${REAL_ADDRESSES.rtr} port ${port}; retry 2; }`;
}

function importFilter(family: BgpFamily): string {
  const v = family.slice(3);
  const own = ownOf('own')[family].map(prefix => `${prefix}+`);
  const refuse = (reason: number) =>
    `{ bgp_large_community.add((${OWN_AS}, 65666, ${reason})); reject; }`;
  return `filter transit_in_${family} {
  if net ~ [ ${own.join(', ')} ] then ${refuse(3)}
  if net.len > ${MAX_LENGTHS[family]} then ${refuse(2)}
  if roa_check(roa${v}t, net, bgp_path.last) = ROA_INVALID then ${refuse(1)}
  accept;
}`;
}

/** gobgpd.toml of gw2, which is to take its place. */
export function gw2Config({ ports, rtr }: RealNetworkAddresses): string {
  const own = ownOf('own');
  const neighbor = (family: BgpFamily) => `
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${transitAddress(family)}"
    peer-as = ${TRANSIT_AS}
    description = "Hurricane Electric, IPv${family.slice(3)}"
  [neighbors.transport.config]
    local-address = "${REAL_ADDRESSES.gw2}"
    remote-port = ${ports.transit}
  [neighbors.timers.config]
    connect-retry = 5
    idle-hold-time-after-reset = 2
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "${family}-unicast"
    [neighbors.afi-safis.prefix-limit.config]
      max-prefixes = ${LIMITS[family]}
`;
  return `
[global.config]
  as = ${OWN_AS}
  router-id = "10.0.10.2"
  port = ${ports.gw2}
  local-address-list = ["${REAL_ADDRESSES.gw2}"]
[global.apply-policy.config]
  import-policy-list = ["transit-in"]
  default-import-policy = "accept-route"
  export-policy-list = [${FAMILIES.map(family => `"own-out-${family}"`)}]
  default-export-policy = "reject-route"
${rtr ? rpkiServer(rtr) : ''}
${FAMILIES.map(neighbor).join('')}
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${REAL_ADDRESSES.gw1}"
    peer-as = ${OWN_AS}
    description = "BIRD, the gateway in service"
  [neighbors.transport.config]
    local-address = "${REAL_ADDRESSES.gw2}"
    passive-mode = true
${FAMILIES.map(
  family => `  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "${family}-unicast"
    [neighbors.afi-safis.add-paths.config]
      receive = true`,
).join('\n')}
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "transit"
  neighbor-info-list = ["${REAL_ADDRESSES.transit6}", "${
    REAL_ADDRESSES.transit4
  }"]
${FAMILIES.map(family => prefixSets(family, own[family])).join('')}
[[policy-definitions]]
  name = "transit-in"
${FAMILIES.flatMap(family => [
  refusal(`own-${family}`, `own-inside-${family}`),
  refusal(`too-long-${family}`, `too-long-${family}`),
]).join('')}
${rtr ? invalidRefusal() : ''}
${FAMILIES.map(exportPolicy).join('')}
`;
}

function rpkiServer(port: number): string {
  return `[[rpki-servers]]
  [rpki-servers.config]
    address = "${REAL_ADDRESSES.rtr}"
    port = ${port}
`;
}

function prefixSets(family: BgpFamily, own: string[]): string {
  const bits = family === 'ipv6' ? 128 : 32;
  const set = (name: string, entries: [string, string][]) => `
[[defined-sets.prefix-sets]]
  prefix-set-name = "${name}"
${entries
  .map(
    ([prefix, range]) => `  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "${prefix}"
    masklength-range = "${range}"`,
  )
  .join('\n')}
`;
  const length = (prefix: string) => prefix.split('/')[1];
  return [
    set(
      `own-${family}`,
      own.map(prefix => [prefix, `${length(prefix)}..${length(prefix)}`]),
    ),
    set(
      `own-inside-${family}`,
      own.map(prefix => [prefix, `${length(prefix)}..${bits}`]),
    ),
    set(`too-long-${family}`, [
      [
        family === 'ipv6' ? '::/0' : '0.0.0.0/0',
        `${MAX_LENGTHS[family] + 1}..${bits}`,
      ],
    ]),
  ].join('');
}

/** The chain is one for all neighbors, and for own routes too. */
const fromTransit = `    [policy-definitions.statements.conditions.match-neighbor-set]
      neighbor-set = "transit"
`;

function refusal(name: string, set: string): string {
  return `  [[policy-definitions.statements]]
    name = "${name}"
${fromTransit}    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "${set}"
    [policy-definitions.statements.actions]
      route-disposition = "reject-route"
`;
}

function invalidRefusal(): string {
  return `  [[policy-definitions.statements]]
    name = "rpki-invalid"
${fromTransit}    [policy-definitions.statements.conditions.bgp-conditions]
      rpki-validation-result = "invalid"
    [policy-definitions.statements.actions]
      route-disposition = "reject-route"
`;
}

function exportPolicy(family: BgpFamily): string {
  return `
[[policy-definitions]]
  name = "own-out-${family}"
  [[policy-definitions.statements]]
    name = "announce-${family}"
${fromTransit}    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "own-${family}"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
    [policy-definitions.statements.actions.bgp-actions]
      set-next-hop = "${NEXT_HOPS.gw2[family]}"
`;
}

function transitAddress(family: BgpFamily): string {
  return family === 'ipv6' ? REAL_ADDRESSES.transit6 : REAL_ADDRESSES.transit4;
}

/** What the seed's router has by itself, by family. */
function ownOf(part: 'own'): Record<BgpFamily, string[]> {
  const prefixes = gw1Seed()[part].map(({ prefix }) => prefix);
  return {
    ipv4: prefixes.filter(prefix => !prefix.includes(':')),
    ipv6: prefixes.filter(prefix => prefix.includes(':')),
  };
}
