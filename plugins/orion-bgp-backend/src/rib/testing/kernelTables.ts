import { encodeAttributes } from '../../attributes/encodeAttributes';
import { KernelRoute } from '../../clients/kernel/KernelRoute';
import { parseKernelRoute } from '../../clients/kernel/parseKernelRoute';
import { parseAddress, parsePrefix } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { KernelTableBuilder } from '../kernel/KernelTable';
import { AttributePool } from '../pool/AttributePool';
import { RibTableBuilder } from '../table/RibTableBuilder';

const { accepted, best, received } = PathFlag;
/** Where paths and routes lead that say nothing else. */
export const HOP4 = '192.0.2.7';
export const HOP6 = '2001:db8:ff::7';

/** For tests: a path of the neighbor he that was chosen. */
export function bestPath(
  prefix: string,
  {
    hop,
    linkLocal,
    ...rest
  }: Partial<PathRecord> & {
    hop?: string;
    linkLocal?: string;
  } = {},
): PathRecord {
  const { family, address, length } = parsePrefix(prefix)!;
  return {
    family,
    address,
    length,
    attributes: encodeAttributes({
      origin: 0,
      asPath: [{ type: 'sequence', asns: [6939] }],
      nextHop: parseAddress(hop ?? (family === 4 ? HOP4 : HOP6)),
      nextHopLinkLocal: linkLocal ? parseAddress(linkLocal) : undefined,
    }),
    session: 'he',
    origin: 'bgp',
    pathId: 0,
    flags: received | accepted | best,
    since: 0,
    ...rest,
  };
}

/** For tests: a route as `ip -json route` prints it. */
export const kernelRoute = (
  dst: string,
  gateway?: string,
  more: object = {},
): KernelRoute =>
  parseKernelRoute({ dst, gateway, ...more }, dst.includes(':') ? 6 : 4);

/** For tests: a router's table and its kernel's. */
export function buildKernelTables(paths: PathRecord[], routes: KernelRoute[]) {
  const pool = new AttributePool();
  const table = new RibTableBuilder(pool, { router: 'gw1', asn: 394955 });
  paths.forEach(one => table.add(one));
  const kernel = new KernelTableBuilder();
  routes.forEach(one => kernel.add(one));
  return { table: table.build(), kernel: kernel.build() };
}
