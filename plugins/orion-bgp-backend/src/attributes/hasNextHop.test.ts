import { parsePrefix } from '../routes/addresses';
import { PathAttributes } from '../routes/PathAttributes';
import { encodeAttributes } from './encodeAttributes';
import { hasNextHop } from './hasNextHop';

const v4 = Uint8Array.of(192, 0, 2, 1);
const v6 = Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Array(11).fill(0), 1);
const local = Uint8Array.of(0xfe, 0x80, ...new Array(13).fill(0), 1);
const other = Uint8Array.of(...v6.slice(0, 15), 2);

it.each<[string, PathAttributes, Uint8Array, boolean]>([
  ['of IPv4', { nextHop: v4 }, v4, true],
  ['of IPv4, another', { nextHop: v4 }, Uint8Array.of(192, 0, 2, 2), false],
  ['of IPv6', { nextHop: v6 }, v6, true],
  ['of IPv6, another', { nextHop: v6 }, other, false],
  ['of both, global', { nextHop: v6, nextHopLinkLocal: local }, v6, true],
  ['of both, local', { nextHop: v6, nextHopLinkLocal: local }, local, true],
  ['of both, none', { nextHop: v6, nextHopLinkLocal: local }, other, false],
  ['link-local alone', { nextHopLinkLocal: local }, local, true],
  ['of another family', { nextHop: v6 }, v4, false],
  ['that is absent', {}, v4, false],
])('knows the next hop %s', (_, attributes, address, expected) => {
  // Behind a path that is longer than one byte can say.
  const asPath = [
    { type: 'sequence' as const, asns: new Array(200).fill(64500) },
  ];
  const bytes = encodeAttributes({ origin: 0, asPath, med: 5, ...attributes });
  expect(hasNextHop(bytes, address)).toBe(expected);
});

it.each([
  ['192.0.2.0/24', v4, true],
  ['198.51.100.0/24', v4, false],
  ['2001:db8::/64', v6, true],
  ['2001:db8:1::/64', v6, false],
  ['::/0', v4, false],
])('knows whether a next hop is in %s: %#', (network, nextHop, expected) => {
  const bytes = encodeAttributes({ origin: 0, nextHop });
  expect(hasNextHop(bytes, undefined, [parsePrefix(network)!])).toBe(expected);
  expect(hasNextHop(bytes, undefined)).toBe(false);
});

it('reads nothing behind the end of cut bytes', () => {
  const bytes = encodeAttributes({ origin: 0, nextHop: v4 });
  for (let size = 0; size < bytes.length; size++) {
    const cut = bytes.subarray(0, size);
    expect(hasNextHop(cut, v4, [parsePrefix('0.0.0.0/0')!])).toBe(false);
  }
});
