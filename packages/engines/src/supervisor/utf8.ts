const isContinuation = (byte: number) => byte >= 0x80 && byte < 0xc0;

function sequenceLength(lead: number): number {
  if (lead >= 0xf0 && lead < 0xf8) return 4;
  if (lead >= 0xe0) return lead < 0xf0 ? 3 : 1;
  return lead >= 0xc0 ? 2 : 1;
}

/** How many bytes end with a complete character (RFC 3629 §3). */
export function completeUtf8Length(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back];
    if (isContinuation(byte)) continue;
    return sequenceLength(byte) > back ? length - back : length;
  }
  return length;
}

/** Bytes to skip when an offset lies inside a character. */
export function skipContinuation(bytes: Uint8Array, offset: number): number {
  if (offset === 0) return 0;
  let skip = 0;
  while (skip < 3 && skip < bytes.length && isContinuation(bytes[skip])) skip++;
  return skip;
}
