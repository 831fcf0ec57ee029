/** A number below `limit`, the same sequence for the same seed. */
export type Pick = (limit: number) => number;

interface Field {
  number: number;
  /** 0 varint, 1 eight bytes, 2 with a length, 5 four bytes. */
  wire: number;
  /** Of wire type 2 without its length. */
  value: Buffer;
}

/** Deep enough for every message there is, and no deeper. */
const MAX_DEPTH = 6;
const BOMB_DEPTH = 400;

/**
 * For tests: damages messages of protocol buffers in the ways a broken or evil
 * sender would, knowing their structure: fields that are gone, doubled, swapped,
 * of another type, with a length that lies, nested without end, with values at
 * their limits; and then bytes that flip and messages that end early.
 */
export function woundMessage(message: Buffer, pick: Pick): Buffer {
  let bytes = message;
  for (let count = pick(3); count > 0; count--) {
    bytes = alter(bytes, pick, 0);
  }
  bytes = Buffer.from(bytes);
  for (let flips = pick(4); flips > 0 && bytes.length > 0; flips--) {
    bytes[pick(bytes.length)] = pick(256);
  }
  return pick(4) === 0 ? bytes.subarray(0, pick(bytes.length + 1)) : bytes;
}

/** Goes down to some field and does something to it. */
function alter(message: Buffer, pick: Pick, depth: number): Buffer {
  const fields = readFields(message);
  if (!fields || fields.length === 0) {
    return alterValue(message, pick);
  }
  const at = pick(fields.length);
  const field = fields[at];
  if (field.wire === 2 && depth < MAX_DEPTH && pick(4) !== 0) {
    field.value = alter(field.value, pick, depth + 1);
    return writeFields(fields);
  }
  switch (pick(8)) {
    case 0:
      fields.splice(at, 1);
      break;
    case 1:
      fields.splice(
        at,
        0,
        ...Array.from({ length: 1 + pick(50) }, () => field),
      );
      break;
    case 2:
      field.number = fields[pick(fields.length)].number;
      break;
    case 3:
      field.number = 1 + pick(40);
      break;
    case 4:
      field.wire = [0, 1, 2, 3, 4, 5][pick(6)];
      break;
    case 5:
      return Buffer.concat([
        writeFields(fields.slice(0, at)),
        lyingLength(field, pick),
        writeFields(fields.slice(at + 1)),
      ]);
    case 6:
      field.value = nested(field, pick);
      field.wire = 2;
      break;
    default:
      field.value =
        field.wire === 0 ? extreme(pick) : alterValue(field.value, pick);
  }
  return writeFields(fields);
}

function alterValue(value: Buffer, pick: Pick): Buffer {
  const random = () =>
    Buffer.from(Array.from({ length: pick(40) }, () => pick(256)));
  switch (pick(5)) {
    case 0:
      return value.subarray(0, pick(value.length + 1));
    case 1:
      return Buffer.concat([value, random()]);
    case 2:
      return random();
    case 3:
      return Buffer.alloc(0);
    default: {
      const copy = Buffer.from(value);
      if (copy.length > 0) {
        copy[pick(copy.length)] = pick(256);
      }
      return copy;
    }
  }
}

/** Varints at their limits: negative, above 2^53, above 2^64. */
function extreme(pick: Pick): Buffer {
  const sizes = [1, 4, 5, 8, 9, 10, 11];
  const size = sizes[pick(sizes.length)];
  return Buffer.from([
    ...Array.from({ length: size - 1 }, () => 0xff),
    pick(128),
  ]);
}

function lyingLength({ number, value }: Field, pick: Pick): Buffer {
  const length = [0, 1, value.length + 1, 0x7fffffff, 0xffffffff][pick(5)];
  return Buffer.concat([varint(8 * number + 2), varint(length), value]);
}

/** The field within itself, again and again; or groups that never end. */
function nested({ number, value }: Field, pick: Pick): Buffer {
  if (pick(2)) {
    return Buffer.alloc(BOMB_DEPTH, 8 * Math.min(number, 15) + 3);
  }
  let bytes = value;
  for (let depth = 1 + pick(BOMB_DEPTH); depth > 0; depth--) {
    bytes = Buffer.concat([
      varint(8 * number + 2),
      varint(bytes.length),
      bytes,
    ]);
  }
  return bytes;
}

/** Undefined when the bytes are no message. */
function readFields(message: Buffer): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = message[at++];
      if (byte === undefined) {
        return undefined;
      }
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
    return undefined;
  };
  while (at < message.length) {
    const tag = number();
    if (tag === undefined || tag < 8) {
      return undefined;
    }
    const wire = tag & 7;
    let size: number | undefined;
    if (wire === 2) {
      size = number();
    } else if (wire === 0) {
      const end = message.subarray(at, at + 10).findIndex(byte => byte < 0x80);
      size = end < 0 ? undefined : end + 1;
    } else {
      size = { 1: 8, 5: 4 }[wire];
    }
    if (size === undefined || at + size > message.length) {
      return undefined;
    }
    const value = message.subarray(at, at + size);
    fields.push({ number: tag >>> 3, wire, value });
    at += size;
  }
  return fields;
}

function writeFields(fields: Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(({ number, wire, value }) => [
      varint(8 * number + wire),
      ...(wire === 2 ? [varint(value.length)] : []),
      value,
    ]),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push(rest % 0x80 | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
