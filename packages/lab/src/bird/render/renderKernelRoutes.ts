/** A route as BIRD writes it into a kernel. */
export interface KernelRoute {
  family: 'ipv4' | 'ipv6';
  prefix: string;
  /** Absent for a route that leads nowhere on purpose. */
  gateway?: string;
}

/** Where all neighbors are. */
const LINK = 'up0';
/** What BIRD gives its routes unless it is told otherwise. */
const METRIC = 32;

/**
 * What `kernel-routes` prints on a router with these routes, byte for byte.
 *
 * @param bootedAt - Unix seconds.
 */
export function renderKernelRoutes(
  routes: KernelRoute[],
  bootedAt: number,
): string {
  const of = (family: KernelRoute['family']) =>
    JSON.stringify(
      routes.filter(route => route.family === family).map(toObject),
    );
  return [
    'orion-kernel-routes 1',
    `btime ${bootedAt}`,
    'inet',
    of('ipv4'),
    '',
    'inet6',
    of('ipv6'),
    '',
    'end',
    '',
  ].join('\n');
}

/** In iproute2's order of keys, which differs by family. */
function toObject({ family, prefix, gateway }: KernelRoute): object {
  const dst = dstOf(prefix);
  const rest = {
    metric: METRIC,
    flags: [],
    ...(family === 'ipv6' && { pref: 'medium' }),
  };
  if (gateway) {
    return { dst, gateway, dev: LINK, ...rest };
  }
  return {
    type: 'unreachable',
    dst,
    ...(family === 'ipv6' && { dev: 'lo' }),
    ...rest,
  };
}

/** `ip` has a word for the default route, and writes hosts without a length. */
function dstOf(prefix: string): string {
  return /^(0\.0\.0\.0|::)\/0$/.test(prefix)
    ? 'default'
    : prefix.replace(/(\.\d+)\/32$/, '$1').replace(/(:[\da-f]*)\/128$/i, '$1');
}
