import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** As the role writes it, as far as rules understand it: neighbors, own prefixes, one policy. */
export function gobgpConfig(sessions: SessionReading[], own: string[]): string {
  return `[[defined-sets.prefix-sets]]
  prefix-set-name = "own-ipv6"
${own
  .map(
    prefix =>
      `  [[defined-sets.prefix-sets.prefix-list]]\n    ip-prefix = "${prefix}"\n`,
  )
  .join('')}
[[defined-sets.neighbor-sets]]
  neighbor-set-name = "transit"
  neighbor-info-list = ["${sessions
    .map(one => one.neighborAddress)
    .join('", "')}"]
[[policy-definitions]]
  name = "out"
${sessions
  .flatMap(({ neighborAddress, families }) =>
    families.map(
      ({ family }) => `  [[policy-definitions.statements]]
    name = "own-${family.split('-')[0]}-to-${nameOf(neighborAddress)}"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
`,
    ),
  )
  .join('')}
${sessions
  .map(
    ({ neighborAddress, neighborAs, families }) => `[[neighbors]]
  [neighbors.config]
    neighbor-address = "${neighborAddress}"
    peer-as = ${neighborAs}
    description = "${nameOf(neighborAddress)}"
${families
  .map(
    ({ family }) => `  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "${family}"
`,
  )
  .join('')}`,
  )
  .join('\n')}`;
}

function nameOf(address: string): string {
  return address.replace(/\W/g, '_');
}
