import { AttributeFlag } from './attributeTypes';
import { AttributePart } from './joinAttributes';

/**
 * Cuts a block of path attributes (RFC 4271 §4.3) into its attributes. Of those
 * that occur twice the first counts (RFC 7606 §3 g). A block that ends inside an
 * attribute gives those before it. Values are views of the input.
 */
export function readTlvs(
  blocks: Uint8Array | readonly Uint8Array[],
): AttributePart[] {
  const parts: AttributePart[] = [];
  for (const block of blocks instanceof Uint8Array ? [blocks] : blocks) {
    let at = 0;
    while (at + 3 <= block.length) {
      const flags = block[at];
      const type = block[at + 1];
      const extended = (flags & AttributeFlag.extended) !== 0;
      // Past the end this is NaN, which no comparison lets through.
      const length = extended
        ? block[at + 2] * 256 + block[at + 3]
        : block[at + 2];
      const from = at + (extended ? 4 : 3);
      if (!(from + length <= block.length)) {
        break;
      }
      at = from + length;
      if (!parts.some(part => part.type === type)) {
        const value = block.subarray(from, at);
        parts.push({ type, flags: flags & 0xe0, value });
      }
    }
  }
  return parts;
}
