import { hasNextHop } from '../../attributes/hasNextHop';
import { parseWireAttributes } from '../../attributes/parseWireAttributes';
import { ParsedPrefix, parseAddress } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { isAddressText, isNobody, unixSeconds } from './addressText';
import { GobgpPath } from './gobgpMessages';
import { readNlri } from './readNlri';

/**
 * Turns GoBGP's paths of one family into records, into the same one each time.
 * Flags hold what GoBGP says of any path; what the table means, the caller adds.
 */
export class PathReader {
  readonly #record: PathRecord;
  /** The neighbor of the last path, and its address where it has one. */
  #neighbor = '';
  #address: Uint8Array | undefined;

  /**
   * @param reached - networks in which next hops are reached, beside the neighbors
   * @param nameOf - the session of a path's neighbor, see `PathNames`
   */
  constructor(
    family: 4 | 6,
    private readonly reached: readonly ParsedPrefix[] = [],
    private readonly nameOf = (address: string) => address,
  ) {
    this.#record = {
      family,
      address: new Uint8Array(family === 4 ? 4 : 16),
      length: 0,
      attributes: new Uint8Array(),
      session: '',
      origin: 'bgp',
      pathId: 0,
      flags: 0,
      since: 0,
    };
  }

  /** Undefined when GoBGP sent no prefix of this family, or names nobody that could have sent it. */
  read(path: GobgpPath): PathRecord | undefined {
    const record = this.#record;
    const length = path.nlri_binary
      ? readNlri(path.nlri_binary, record.address)
      : undefined;
    const isLocal = isNobody(path.neighbor_ip);
    if (length === undefined || !(isLocal || isAddressText(path.neighbor_ip))) {
      return undefined;
    }
    record.length = length;
    record.attributes = parseWireAttributes(path.pattrs_binary ?? []);
    record.session = isLocal ? '' : this.nameOf(path.neighbor_ip!);
    record.origin = isLocal ? 'static' : 'bgp';
    record.pathId = path.identifier ?? 0;
    record.since = unixSeconds(path.age);
    record.flags =
      (path.stale ? PathFlag.stale : 0) |
      (path.is_nexthop_invalid ? PathFlag.unreachable : 0) |
      (isLocal || this.#isReached(record) ? 0 : PathFlag.unproven);
    return record;
  }

  /**
   * GoBGP resolves next hops by Zebra alone, and without one takes every next hop
   * for good. That of a neighbor it speaks with is, and what the operator names.
   */
  #isReached({ attributes, session }: PathRecord): boolean {
    if (session !== this.#neighbor) {
      this.#neighbor = session;
      this.#address = parseAddress(session.split('%')[0]);
    }
    return hasNextHop(attributes, this.#address, this.reached);
  }
}

/** A record that keeps its values. */
export function copyRecord(record: PathRecord): PathRecord {
  return { ...record, address: record.address.slice() };
}
