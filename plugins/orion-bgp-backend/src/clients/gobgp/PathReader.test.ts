import { encodeAttributes } from '../../attributes/encodeAttributes';
import { parsePrefix } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { PathReader } from './PathReader';

const address = (last: number) =>
  Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Array(11).fill(0), last);
/** 2001:db8:1::/48 */
const nlri = Buffer.of(48, 0x20, 1, 0xd, 0xb8, 0, 1);

function flagsOf(neighbor: string, nextHop: Uint8Array, reached?: string) {
  const bytes = Buffer.from(encodeAttributes({ origin: 0, nextHop }));
  const networks = reached === undefined ? [] : [parsePrefix(reached)!];
  const record = new PathReader(6, networks).read({
    nlri_binary: nlri,
    neighbor_ip: neighbor,
    // Each attribute for itself, as GoBGP sends them.
    pattrs_binary: [bytes.subarray(0, 4), bytes.subarray(4)],
  });
  return record!.flags & PathFlag.unproven;
}

it('knows that a next hop resolves where it is the neighbor itself, and else nothing', () => {
  expect(flagsOf('2001:db8::1', address(1))).toBe(0);
  expect(flagsOf('2001:db8::1%eth0', address(1))).toBe(0);
  expect(flagsOf('2001:db8::1', address(2))).toBe(PathFlag.unproven);
  expect(flagsOf('eth0', address(1))).toBe(PathFlag.unproven);
  expect(flagsOf('2001:db8::1', address(2), '2001:db8::/64')).toBe(0);
  // What it has by itself needs none.
  expect(flagsOf('<nil>', address(2))).toBe(0);
});
