import { AttributeType } from '../../attributes/attributeTypes';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { CanonicalBytes } from './CanonicalBytes';

const address = Uint8Array.from({ length: 16 }, (_, index) => index + 1);

it('puts a next hop of 16 bytes where it belongs', () => {
  const bytes = new CanonicalBytes();
  const add = (type: number, flags: number) => {
    expect(bytes.begin(type, flags)).toBe(true);
    bytes.word(7);
    bytes.end();
  };
  bytes.keepNextHop(address);
  bytes.keepNextHop(address, address);
  add(AttributeType.med, 0x80);
  add(AttributeType.otc, 0xc0);
  expect(bytes.begin(AttributeType.otc, 0xc0)).toBe(false);
  expect(bytes.finish()).toEqual(
    encodeAttributes({
      nextHop: address,
      nextHopLinkLocal: address,
      med: 7,
      otc: 7,
    }),
  );
  bytes.reset();
  expect(bytes.finish()).toHaveLength(0);
  add(AttributeType.otc, 0xc0);
  bytes.keepNextHop(address);
  add(AttributeType.med, 0x80);
  expect(bytes.finish()).toEqual(
    encodeAttributes({ nextHop: address, med: 7, otc: 7 }),
  );
});

it('takes the second byte of a length when it needs it', () => {
  const bytes = new CanonicalBytes();
  const lengths = [252, 256, 4_096, 65_532];
  for (const length of lengths) {
    bytes.reset();
    bytes.begin(AttributeType.communities, 0xc0);
    for (let word = 0; word < length / 4; word++) {
      expect(bytes.fits(4)).toBe(true);
      bytes.word(word);
    }
    bytes.end();
    const communities = Array.from({ length: length / 4 }, (_, word) => word);
    expect(decodeAttributes(bytes.finish())).toEqual({ communities });
  }
  expect(bytes.fits(4)).toBe(false);
});

it('refuses what no message could carry', () => {
  const bytes = new CanonicalBytes();
  let type = 100;
  while (bytes.begin(type, 0xc0)) {
    expect(bytes.fits(60_000)).toBe(true);
    bytes.at += 60_000;
    bytes.end();
    type++;
  }
  expect(type).toBeGreaterThan(102);
  expect(type).toBeLessThan(106);
});
