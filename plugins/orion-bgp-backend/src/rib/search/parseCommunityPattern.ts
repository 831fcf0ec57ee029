import { parseAddress } from '../../routes/addresses';
import { CommunityPart, CommunityPattern } from '../pool/CommunityPattern';
import { readWord } from '../pool/asPathBytes';

/** Well-known communities people know by name. */
const wellKnown: { [name: string]: [number, number] | undefined } = {
  'graceful-shutdown': [65535, 0],
  'llgr-stale': [65535, 6],
  'no-llgr': [65535, 7],
  blackhole: [65535, 666],
  'no-export': [65535, 65281],
  'no-advertise': [65535, 65282],
  'no-export-subconfed': [65535, 65283],
  nopeer: [65535, 65284],
};

/**
 * Reads a community: `6939:100`, `1:2:3`, `rt:64500:1`, `soo:192.0.2.1:7`, or a
 * well-known name; any part of it may be `*`. Undefined when it looks like
 * none; a text when it looks like one but is not.
 */
export function parseCommunityPattern(
  text: string,
): CommunityPattern | string | undefined {
  const known = wellKnown[text.toLowerCase().replace(/_/g, '-')];
  if (known) {
    return { kind: 'standard', parts: known };
  }
  const extended = /^(rt|soo|ro|ext):([\d.*]+):([\d*]+)$/i.exec(text);
  if (extended) {
    return readExtended(extended[1].toLowerCase(), extended[2], extended[3]);
  }
  if (!/^(?:\d+|\*)(?::(?:\d+|\*)){1,2}$/.test(text)) {
    return undefined;
  }
  const parts = text.split(':');
  const limit = parts.length === 2 ? 0xffff : 0xffffffff;
  const numbers = parts.map(part => readPart(part, limit));
  const tooLarge = parts.find((_, index) => numbers[index] === undefined);
  if (tooLarge !== undefined) {
    return `is no community: ${tooLarge} is more than ${limit}`;
  }
  const [first, second, third] = numbers as CommunityPart[];
  return parts.length === 2
    ? { kind: 'standard', parts: [first, second] }
    : { kind: 'large', parts: [first, second, third] };
}

function readExtended(
  name: string,
  admin: string,
  value: string,
): CommunityPattern | string {
  const address = admin.includes('.') ? parseAddress(admin) : undefined;
  const first = address ? readWord(address, 0) : readPart(admin, 0xffffffff);
  const second = readPart(value, 0xffffffff);
  if (first === undefined || second === undefined) {
    return 'is no extended community: an AS or IPv4 address and a number come after the colon';
  }
  const type = ({ rt: 'rt', soo: 'soo', ro: 'soo' } as const)[name] ?? '*';
  const asOrAny = first === '*' ? '*' : 'as';
  const administrator = address ? 'address' : asOrAny;
  return { kind: 'extended', type, administrator, parts: [first, second] };
}

function readPart(text: string, limit: number): CommunityPart | undefined {
  if (text === '*') {
    return '*';
  }
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  return value <= limit ? value : undefined;
}
