import { parseAddress, parsePrefix } from '../../routes/addresses';
import { KernelRoute, KernelRouteKind } from './KernelRoute';
import { quoted } from './quoted';

const kinds = new Set<string>([
  'unicast',
  'unreachable',
  'blackhole',
  'prohibit',
  'throw',
]);
/** More next hops than any kernel takes for one route. */
const MAX_HOPS = 256;
const MAX_METRIC = 0xffff_ffff;
/** Flags of a next hop that no packet takes. */
const UNUSABLE = ['dead', 'linkdown'];

interface Hop {
  gateway?: unknown;
  /** A gateway of the other family (RFC 8950). */
  via?: unknown;
  flags?: unknown;
}

/**
 * One object of `ip -json route show`. Throws an `Error` for what is no route of
 * the family.
 */
export function parseKernelRoute(value: unknown, family: 4 | 6): KernelRoute {
  if (!isObject(value)) {
    throw new Error('a route is no object');
  }
  const { dst, metric = 0, type = 'unicast', nexthops } = value;
  const prefix = readPrefix(dst, family);
  if (!prefix) {
    throw new Error(`${quoted(dst)} is no IPv${family} prefix`);
  }
  if (!Number.isInteger(metric) || !(Number(metric) >= 0)) {
    throw new Error(`${quoted(metric)} is no metric`);
  }
  const { address, length } = prefix;
  return {
    family,
    address,
    length,
    metric: Math.min(Number(metric), MAX_METRIC),
    ...readHops(String(type), nexthops === undefined ? [value] : nexthops),
  };
}

/** `ip` writes hosts without a length, and the default route as a word. */
function readPrefix(dst: unknown, family: 4 | 6) {
  if (typeof dst !== 'string' || dst.length > 64) {
    return undefined;
  }
  const bits = family === 4 ? 32 : 128;
  const any = family === 4 ? '0.0.0.0/0' : '::/0';
  const prefix = parsePrefix(
    (dst === 'default' && any) || (dst.includes('/') ? dst : `${dst}/${bits}`),
  );
  return prefix?.family === family && !prefix.hostBits ? prefix : undefined;
}

function readHops(
  type: string,
  hops: unknown,
): Pick<KernelRoute, 'kind' | 'gateways'> {
  const kind = kinds.has(type) ? (type as KernelRouteKind) : 'other';
  if (!Array.isArray(hops) || hops.length === 0 || hops.length > MAX_HOPS) {
    throw new Error('the next hops of a route are no list');
  }
  if (kind !== 'unicast') {
    return { kind, gateways: [] };
  }
  const used = hops.map(readHop).filter(({ usable }) => usable);
  return {
    kind: used.length > 0 ? 'unicast' : 'dead',
    gateways: used.flatMap(({ gateway }) => gateway ?? []),
  };
}

function readHop(value: unknown): { gateway?: Uint8Array; usable: boolean } {
  if (!isObject(value)) {
    throw new Error('a next hop is no object');
  }
  const { gateway, via, flags }: Hop = value;
  const text = gateway ?? (isObject(via) ? via.host : undefined);
  const usable = !(
    Array.isArray(flags) && flags.some(flag => UNUSABLE.includes(flag))
  );
  if (text === undefined) {
    return { usable };
  }
  const address = typeof text === 'string' ? parseAddress(text) : undefined;
  if (!address) {
    throw new Error(`${quoted(text)} is no next hop`);
  }
  return { gateway: address, usable };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
