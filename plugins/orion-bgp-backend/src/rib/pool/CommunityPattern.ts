import { readWord } from './asPathBytes';

/** One part of a community: a number, or anything. */
export type CommunityPart = number | '*';

/** A community to look for, any part of which may be left open. */
export type CommunityPattern =
  | { kind: 'standard'; parts: [CommunityPart, CommunityPart] }
  | { kind: 'large'; parts: [CommunityPart, CommunityPart, CommunityPart] }
  | {
      kind: 'extended';
      /** Route target, route origin, or any transitive or other type. */
      type: 'rt' | 'soo' | '*';
      /** Who says it: an AS of two or four bytes, an IPv4 address, or any of them. */
      administrator: 'as' | 'address' | '*';
      /** The administrator as a number, and the local value. */
      parts: [CommunityPart, CommunityPart];
    };

/** Bytes of one community by kind; the kinds in the order of their attribute types. */
export const communitySizes = { standard: 4, extended: 8, large: 12 } as const;

/** Tests the bytes of a community of the pattern's kind. */
export type CommunityTest = (bytes: Uint8Array, at: number) => boolean;

/** Makes the test once, so that many communities can be tried. */
export function compileCommunity(pattern: CommunityPattern): CommunityTest {
  const [first, second] = pattern.parts;
  switch (pattern.kind) {
    case 'standard':
      return (bytes, at) =>
        fits(first, (bytes[at] << 8) | bytes[at + 1]) &&
        fits(second, (bytes[at + 2] << 8) | bytes[at + 3]);
    case 'large': {
      const third = pattern.parts[2];
      return (bytes, at) =>
        fits(first, readWord(bytes, at)) &&
        fits(second, readWord(bytes, at + 4)) &&
        fits(third, readWord(bytes, at + 8));
    }
    default: {
      const { administrator } = pattern;
      const subtype = { rt: 2, soo: 3, '*': undefined }[pattern.type];
      return (bytes, at) => {
        if (subtype !== undefined && bytes[at + 1] !== subtype) {
          return false;
        }
        // RFC 4360 §3, RFC 5668, without the bit that says whether it is transitive.
        const kind = bytes[at] & 0x3f;
        if (
          administrator !== '*' &&
          (administrator === 'address') !== (kind === 1)
        ) {
          return false;
        }
        switch (kind) {
          case 0:
            return (
              fits(first, (bytes[at + 2] << 8) | bytes[at + 3]) &&
              fits(second, readWord(bytes, at + 4))
            );
          case 1:
          case 2:
            return (
              fits(first, readWord(bytes, at + 2)) &&
              fits(second, (bytes[at + 6] << 8) | bytes[at + 7])
            );
          default:
            return false;
        }
      };
    }
  }
}

function fits(part: CommunityPart, value: number): boolean {
  return part === '*' || part === value;
}
