import { gobgpLimits } from '../gobgpLimits';
import { BgpFamily } from '../types';
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

/** gobgpd.toml of gw2, which is to take its place. */
export function gw2Config({ ports, rtr }: RealNetworkAddresses): string {
  const own = ownPrefixes();
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
      max-prefixes = ${gobgpLimits[family]}
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
  export-policy-list = ["inside-out", ${FAMILIES.map(
    family => `"own-out-${family}"`,
  )}]
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
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "inside"
  neighbor-info-list = ["${REAL_ADDRESSES.gw1}"]
${FAMILIES.map(family => prefixSets(family, own[family])).join('')}
[[policy-definitions]]
  name = "transit-in"
${FAMILIES.flatMap(family => [
  refusal(`own-${family}`, `own-inside-${family}`),
  refusal(`too-long-${family}`, `too-long-${family}`),
]).join('')}
${rtr ? invalidRefusal() : ''}
[[policy-definitions]]
  name = "inside-out"
  [[policy-definitions.statements]]
    name = "to-bird"
    [policy-definitions.statements.conditions.match-neighbor-set]
      neighbor-set = "inside"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
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
