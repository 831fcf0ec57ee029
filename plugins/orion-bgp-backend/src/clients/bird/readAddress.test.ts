import { AddressSlot, readAddress } from './readAddress';

const slot: AddressSlot = { bytes: new Uint8Array(16), size: 0 };
const read = (text: string) => {
  const at = readAddress(Buffer.from(`${text}\n`), 0, slot);
  return {
    rest: text.slice(at),
    hex: Buffer.from(slot.bytes.subarray(0, slot.size)).toString('hex'),
  };
};

it.each([
  ['192.0.2.1', 'c0000201', ''],
  ['0.0.0.0/0', '00000000', '/0'],
  ['255.255.255.255 x', 'ffffffff', ' x'],
  ['::', '0'.repeat(32), ''],
  ['::/0', '0'.repeat(32), '/0'],
  ['::1', `${'0'.repeat(31)}1`, ''],
  ['2001:db8::', `20010db8${'0'.repeat(24)}`, ''],
  ['2001:db8::1 fe80::1', `20010db8${'0'.repeat(23)}1`, ' fe80::1'],
  ['2001:DB8:1:2:3:4:5:6', '20010db8000100020003000400050006', ''],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000', ''],
  ['::ffff:192.0.2.1', `${'0'.repeat(20)}ffffc0000201`, ''],
])('reads %s', (text, hex, rest) => {
  expect(read(text)).toEqual({ hex, rest });
});

it.each([
  '',
  '192.0.2',
  '192.0.2.256',
  '1:2:3',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '12345::',
  ':1',
  '1:2:3:4:5:6:7:192.0.2.1',
  '2001:db8:',
  'flow4',
])('refuses %j', text => {
  expect(read(text).hex).toBe('');
});
