/**
 * A list of units of `size` bytes as a set: ascending and without repetition.
 * The same bytes come back when they already are.
 */
export function sortUnits(value: Uint8Array, size: number): Uint8Array {
  if (isAscending(value, size)) {
    return value;
  }
  const units: Uint8Array[] = [];
  for (let at = 0; at + size <= value.length; at += size) {
    units.push(value.subarray(at, at + size));
  }
  units.sort((a, b) => Buffer.compare(a, b));
  const sorted = new Uint8Array(units.length * size);
  let length = 0;
  for (const [index, unit] of units.entries()) {
    if (index === 0 || Buffer.compare(units[index - 1], unit) !== 0) {
      sorted.set(unit, length);
      length += size;
    }
  }
  return sorted.slice(0, length);
}

function isAscending(value: Uint8Array, size: number): boolean {
  for (let at = size; at < value.length; at += size) {
    let index = 0;
    while (index < size && value[at + index] === value[at - size + index]) {
      index++;
    }
    if (index === size || value[at + index] < value[at - size + index]) {
      return false;
    }
  }
  return true;
}
