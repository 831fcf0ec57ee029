import { createHash } from 'node:crypto';
import { parseWireAttributes } from '../../attributes/parseWireAttributes';
import { parsePrefix } from '../../routes/addresses';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { isAddressText, isNobody } from './addressText';
import { unicast } from './familyNames';
import { GobgpClient } from './GobgpClient';
import { GobgpFamily, GobgpPath } from './gobgpMessages';

/** A path to a prefix that GoBGP itself announces. */
export interface OwnPath {
  /** As they are on the wire, in hexadecimal; what {@link pathMessage} takes. */
  attributes: string[];
  /** The kernel's or another routing daemon's, which would bring it back. */
  external: boolean;
  /** ADD-PATH identifier; 0 of what the API adds. */
  pathId: number;
}

/** Everything the global table has of one prefix. */
export interface PrefixPaths {
  own: OwnPath[];
  /** Addresses of the neighbors that announce it too. */
  learnedFrom: string[];
}

/** A path as the API takes it. */
export interface PathMessage {
  family: GobgpFamily;
  nlri_binary: Buffer;
  pattrs_binary: Buffer[];
}

/** Looks a prefix up in the global table; `prefix` as `formatPrefix` writes it. */
export async function lookUpPrefix(
  client: GobgpClient,
  prefix: string,
  signal: AbortSignal,
): Promise<PrefixPaths> {
  const { family } = networkOf(prefix);
  const paths: GobgpPath[] = [];
  await client.listPaths(
    {
      table: 'TABLE_TYPE_GLOBAL',
      family: unicast[family],
      prefixes: [prefix],
    },
    {
      signal,
      onMessage: ({ destination }) =>
        void paths.push(...(destination?.paths ?? [])),
    },
  );
  return {
    own: paths.filter(isOwn).map(toOwnPath),
    learnedFrom: paths
      .filter(path => isAddressText(path.neighbor_ip))
      .map(path => path.neighbor_ip!)
      .sort(),
  };
}

/**
 * The path of a prefix with attributes in hexadecimal.
 *
 * @throws RouteSourceError for what is no prefix: without one, GoBGP would take
 * a withdrawal for one of everything it announces.
 */
export function pathMessage(prefix: string, attributes: string[]): PathMessage {
  const { family, address, length } = networkOf(prefix);
  return {
    family: unicast[family],
    nlri_binary: Buffer.from([
      length,
      ...address.subarray(0, Math.ceil(length / 8)),
    ]),
    pattrs_binary: attributes.map(hex => Buffer.from(hex, 'hex')),
  };
}

/**
 * The attributes of a prefix that the router announces by itself, in
 * hexadecimal: origin IGP, an empty AS path, and the router as next hop.
 */
export function plainAttributes(prefix: string): string[] {
  const { family } = networkOf(prefix);
  const [origin, asPath] = ['40010100', '400200'];
  if (family === 4) {
    return [origin, asPath, '40030400000000'];
  }
  const { nlri_binary: nlri } = pathMessage(prefix, []);
  // RFC 4760 §3: AFI, SAFI, next hop, a reserved byte, and the prefix once more.
  const reach = Buffer.concat([
    Buffer.from([0, 2, 1, 16]),
    Buffer.alloc(17),
    nlri,
  ]);
  const head = Buffer.from([0x80, 14, reach.length]);
  return [origin, asPath, Buffer.concat([head, reach]).toString('hex')];
}

/** The same for attributes that mean the same, whatever their order. */
export function attributesDigest(attributes: string[]): string {
  const bytes = parseWireAttributes(
    attributes.map(hex => Buffer.from(hex, 'hex')),
  );
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * What says to a router's guard which path is meant: of the bytes as they are on
 * the wire, which GoBGP gives back as it was given them. `gobgp_calls.py` has the same.
 */
export function wireDigest(attributes: string[]): string {
  const sorted = attributes
    .map(hex => Buffer.from(hex, 'hex'))
    .sort(Buffer.compare);
  return createHash('sha256').update(Buffer.concat(sorted)).digest('hex');
}

function networkOf(prefix: string) {
  const network = parsePrefix(prefix);
  if (!network || network.hostBits || network.length === 0) {
    throw new RouteSourceError(
      'refused',
      `'${prefix}' is no prefix of its own`,
    );
  }
  return network;
}

function isOwn({ neighbor_ip: neighbor }: GobgpPath): boolean {
  return isNobody(neighbor);
}

function toOwnPath(path: GobgpPath): OwnPath {
  return {
    attributes: (path.pattrs_binary ?? []).map(bytes =>
      Buffer.from(bytes).toString('hex'),
    ),
    external: path.is_from_external ?? false,
    pathId: path.identifier ?? 0,
  };
}
