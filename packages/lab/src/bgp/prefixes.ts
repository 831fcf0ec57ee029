import { formatHost, parseInet } from '../netbox/ipMath';
import { BgpFamily } from './types';

/** A network as numbers, for covering and longest match. */
export interface Network {
  family: BgpFamily;
  value: bigint;
  length: number;
  bits: number;
}

/** Undefined when it is no network or has host bits. */
export function parseNetwork(text: string): Network | undefined {
  const inet = parseInet(text);
  if (!inet || !text.includes('/')) {
    return undefined;
  }
  const { version, value, length } = inet;
  const network: Network = {
    family: version === 4 ? 'ipv4' : 'ipv6',
    value,
    length,
    bits: version === 4 ? 32 : 128,
  };
  return start(value, network) === value ? network : undefined;
}

/** The network an address with host bits lies in, as text. */
export function networkOf(text: string): string | undefined {
  const inet = parseInet(text);
  if (!inet) {
    return undefined;
  }
  const { version, value, length } = inet;
  const bits = version === 4 ? 32 : 128;
  const first = start(value, { bits, length });
  return `${formatHost(version, first)}/${length}`;
}

/** A single address as the network of it alone. */
export function parseHost(text: string): Network | undefined {
  const inet = text.includes('/') ? undefined : parseInet(text);
  return inet && parseNetwork(`${text}/${inet.version === 4 ? 32 : 128}`);
}

/** The first network holds all of the second one. */
export function covers(outer: Network, inner: Network): boolean {
  return (
    outer.family === inner.family &&
    outer.length <= inner.length &&
    start(inner.value, outer) === outer.value
  );
}

function start(
  value: bigint,
  { bits, length }: Pick<Network, 'bits' | 'length'>,
): bigint {
  const host = BigInt(bits - length);
  // eslint-disable-next-line no-bitwise
  return (value >> host) << host;
}
