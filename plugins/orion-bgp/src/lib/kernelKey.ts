import { KernelSight } from '@orion/backstage-plugin-orion-bgp-common';

/** Names the differences of a kernel in the URL: `kernel gw1`, which no comparison is called. */
export function kernelKey({ router }: Pick<KernelSight, 'router'>): string {
  return `kernel ${router}`;
}
