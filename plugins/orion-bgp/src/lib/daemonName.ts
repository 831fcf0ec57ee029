import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';

const names = { bird: 'BIRD', 'gobgp-v3': 'GoBGP 3', 'gobgp-v4': 'GoBGP 4' };

/** "BIRD 2.0.12"; of GoBGP the generation of its API, since it tells no version. */
export function daemonName({ driver, version }: RouterIdentity): string {
  return version ? `${names[driver].split(' ')[0]} ${version}` : names[driver];
}
