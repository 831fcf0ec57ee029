import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** As the role writes it, as far as rules understand it: sessions, own prefixes, one function. */
export function birdConfig(sessions: SessionReading[], own: string[]): string {
  const routes = (family: string) =>
    own
      .filter(prefix => prefix.includes(':') === (family === '6'))
      .map(prefix => `  route ${prefix} unreachable;\n`)
      .join('');
  return `function in() {
  accept; # in
}
${['4', '6']
  .map(family => `protocol static own${family} {\n${routes(family)}}\n`)
  .join('')}
${sessions
  .map(
    ({ name, neighborAddress, neighborAs, families }) => `
protocol bgp ${name} {
  description "x";
  neighbor ${neighborAddress} as ${neighborAs};
  ${families
    .map(
      ({ family }) =>
        `${
          family.split('-')[0]
        } { import filter { in(); }; export filter { out(); }; };`,
    )
    .join('\n')}
}`,
  )
  .join('\n')}
`;
}
