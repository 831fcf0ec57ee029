import { AttributeFlag, AttributeType } from '../../attributes/attributeTypes';

/** Where AS_PATH lies in canonical attributes: `start`..`end` with its header, `value` without. */
export interface PathPlace {
  start: number;
  value: number;
  end: number;
}

/** Flags of AS_PATH as `encodeAttributes` writes them. */
const PATH_FLAGS = AttributeFlag.transitive;

/**
 * Finds AS_PATH, so that it can be kept apart from the rest: the same path
 * comes with many sets of communities and the same set with many paths. False
 * when there is none, or when {@link joinAttributes} would not give the same
 * bytes again; then everything is the rest.
 */
export function findAsPath(bytes: Uint8Array, place: PathPlace): boolean {
  let at = 0;
  while (at + 3 <= bytes.length && bytes[at + 1] < AttributeType.asPath) {
    at = endOf(bytes, at);
  }
  if (at + 3 > bytes.length || bytes[at + 1] !== AttributeType.asPath) {
    return false;
  }
  const end = endOf(bytes, at);
  const extended = (bytes[at] & AttributeFlag.extended) !== 0;
  place.start = at;
  place.value = at + (extended ? 4 : 3);
  place.end = end;
  const flags = extended ? PATH_FLAGS | AttributeFlag.extended : PATH_FLAGS;
  return (
    end <= bytes.length &&
    bytes[at] === flags &&
    extended === end - place.value > 255 &&
    (end + 1 >= bytes.length || bytes[end + 1] >= AttributeType.asPath)
  );
}

/** The attributes again, from the value of AS_PATH and the rest. */
export function joinAttributes(
  path: Uint8Array | undefined,
  rest: Uint8Array,
): Uint8Array {
  if (!path) {
    return rest.slice();
  }
  let at = 0;
  while (at + 3 <= rest.length && rest[at + 1] < AttributeType.asPath) {
    at = endOf(rest, at);
  }
  const extended = path.length > 255;
  const header = extended
    ? [
        PATH_FLAGS | AttributeFlag.extended,
        AttributeType.asPath,
        path.length >> 8,
        path.length & 0xff,
      ]
    : [PATH_FLAGS, AttributeType.asPath, path.length];
  const joined = new Uint8Array(rest.length + header.length + path.length);
  joined.set(rest.subarray(0, at));
  joined.set(header, at);
  joined.set(path, at + header.length);
  joined.set(rest.subarray(at), at + header.length + path.length);
  return joined;
}

/** Behind the attribute that starts at `at`. */
export function endOf(bytes: Uint8Array, at: number): number {
  return (bytes[at] & AttributeFlag.extended) !== 0
    ? at + 4 + ((bytes[at + 2] << 8) | (bytes[at + 3] ?? 0))
    : at + 3 + bytes[at + 2];
}
