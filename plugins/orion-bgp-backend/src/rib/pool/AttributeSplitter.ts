import { AttributeFlag, AttributeType } from '../../attributes/attributeTypes';

/** Flags of AS_PATH as `encodeAttributes` writes them. */
const PATH_FLAGS = AttributeFlag.transitive;

/**
 * Takes canonical attributes apart into the value of AS_PATH, the attributes
 * that are communities, and the rest: each repeats far more often than the
 * whole. Bytes that are not canonical are all rest, so that
 * {@link joinAttributes} always gives the same bytes again.
 */
export class AttributeSplitter {
  /** Where the path is in what was split; `pathTo` 0 when there is none. */
  pathFrom = 0;
  pathTo = 0;
  readonly communities = new Uint8Array(0x10000);
  communitiesLength = 0;
  rest = new Uint8Array(0x10000);
  restLength = 0;

  split(bytes: Uint8Array): void {
    this.pathTo = 0;
    this.communitiesLength = 0;
    this.restLength = 0;
    let at = 0;
    let last = -1;
    while (at + 3 <= bytes.length) {
      const type = bytes[at + 1];
      const end = endOf(bytes, at);
      if (
        !(end <= bytes.length) ||
        type <= last ||
        !this.#take(bytes, at, end)
      ) {
        break;
      }
      last = type;
      at = end;
    }
    if (at !== bytes.length) {
      this.pathTo = 0;
      this.communitiesLength = 0;
      this.restLength = 0;
      this.#addRest(bytes, 0, bytes.length);
    }
  }

  /** False when the attribute would not come back as it was. */
  #take(bytes: Uint8Array, from: number, end: number): boolean {
    switch (bytes[from + 1]) {
      case AttributeType.asPath: {
        const extended = (bytes[from] & AttributeFlag.extended) !== 0;
        this.pathFrom = from + (extended ? 4 : 3);
        this.pathTo = end;
        return (
          (bytes[from] & ~AttributeFlag.extended) === PATH_FLAGS &&
          extended === end - this.pathFrom > 255
        );
      }
      case AttributeType.communities:
      case AttributeType.extendedCommunities:
      case AttributeType.largeCommunities:
        for (let at = from; at < end; at++) {
          this.communities[this.communitiesLength++] = bytes[at];
        }
        return true;
      default:
        this.#addRest(bytes, from, end);
        return true;
    }
  }

  #addRest(bytes: Uint8Array, from: number, end: number): void {
    for (let at = from; at < end; at++) {
      this.rest[this.restLength++] = bytes[at];
    }
  }
}

/** The attributes again: the value of AS_PATH, and two blocks of attributes that ascend by type. */
export function joinAttributes(
  path: Uint8Array | undefined,
  communities: Uint8Array,
  rest: Uint8Array,
): Uint8Array {
  if (!path && communities.length === 0) {
    return rest.slice();
  }
  const blocks = [rest, communities, path ? pathAttribute(path) : []].map(
    block => Uint8Array.from(block),
  );
  const joined = new Uint8Array(
    blocks.reduce((sum, block) => sum + block.length, 0),
  );
  const places = blocks.map(() => 0);
  for (let at = 0; at < joined.length; ) {
    const types = blocks.map((block, index) => block[places[index] + 1] ?? 256);
    const first = types.indexOf(Math.min(...types));
    const end = endOf(blocks[first], places[first]);
    joined.set(blocks[first].subarray(places[first], end), at);
    at += end - places[first];
    places[first] = end;
  }
  return joined;
}

/** Behind the attribute that starts at `at`. */
export function endOf(bytes: Uint8Array, at: number): number {
  return (bytes[at] & AttributeFlag.extended) !== 0
    ? at + 4 + ((bytes[at + 2] << 8) | (bytes[at + 3] ?? 0))
    : at + 3 + bytes[at + 2];
}

function pathAttribute(value: Uint8Array): number[] {
  const { length } = value;
  const header =
    length > 255
      ? [PATH_FLAGS | AttributeFlag.extended, 2, length >> 8, length & 0xff]
      : [PATH_FLAGS, AttributeType.asPath, length];
  return [...header, ...value];
}
