import { KernelSight } from '@orion/backstage-plugin-orion-bgp-common';
import { GateRouter } from './GateFacts';

const nothing = {
  ...{ kernel: 0, wanted: 0, missing: 0, extra: 0, otherNextHop: 0 },
  allowed: { moved: 0 },
};

/** What the kernels of those who write one have of their best routes. */
export function kernelSights(routers: GateRouter[]): KernelSight[] {
  return routers
    .filter(({ parts }) => (parts?.fibWriters ?? []).length > 0)
    .map(kernelSight);
}

/** One kernel in numbers, or why there is nothing to compare. */
export function kernelSight(
  router: Pick<GateRouter, 'id' | 'kernel'>,
): KernelSight {
  const { allowed, kernel, wanted, missing, extra, otherNextHop } =
    router.kernel?.comparison ?? nothing;
  return {
    router: router.id,
    ...{ kernel, wanted, missing, extra, otherNextHop },
    moved: allowed.moved,
    empty: whyEmpty(router),
  };
}

function whyEmpty({
  id,
  kernel: read,
}: Pick<GateRouter, 'id' | 'kernel'>): string | undefined {
  if (!read) {
    return `The kernel of ${id} is not read: orion.bgp.routers.${id}.kernel.`;
  }
  const { ageMs, comparison, error, maxAgeMs } = read;
  const why = error ? `: ${error}` : '.';
  if (!comparison || ageMs === undefined) {
    return `The kernel of ${id} is not read yet${why}`;
  }
  if (ageMs > maxAgeMs) {
    return `The kernel of ${id} was read ${Math.round(
      ageMs / 1000,
    )} s ago${why}`;
  }
  return comparison.kernel === 0 && comparison.wanted === 0
    ? `Neither ${id} nor its kernel has one.`
    : undefined;
}
