import { verifyParams } from '../http/params';
import { formatUpid, parseUpid } from '../tasks/upid';
import { formatDrive, parseDrive } from './drives';
import { formatNet, parseNet } from './nets';
import { formatSize, parseSize } from './sizes';

it.each([
  ['file=local-lvm:cloudinit,', 'local-lvm:cloudinit'],
  ['tank:vm-1-disk-0,ssd=1,discard=on', 'tank:vm-1-disk-0,discard=on,ssd=1'],
  ['none,media=cdrom', 'none,media=cdrom'],
])('prints the drive %s as %s', (given, expected) => {
  expect(formatDrive(parseDrive(given))).toBe(expected);
});

it.each([
  [
    'virtio=bc:24:11:00:00:01,bridge=vmbr0',
    'virtio=BC:24:11:00:00:01,bridge=vmbr0',
  ],
  [
    'model=e1000,bridge=vmbr1,macaddr=BC:24:11:00:00:02,tag=5',
    'e1000=BC:24:11:00:00:02,bridge=vmbr1,tag=5',
  ],
])('prints the network device %s as %s', (given, expected) => {
  expect(formatNet(parseNet(given)!)).toBe(expected);
});

it('refuses a network device without a model', () => {
  expect(parseNet('bridge=vmbr0')).toBeUndefined();
});

it.each([
  ['20G', 21474836480],
  ['21474836480', 21474836480],
  ['4M', 4194304],
])('reads the size %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each([
  [21474836480, '20G'],
  [4194304, '4M'],
  [1536 * 1024 * 1024, '1536M'],
  [1000, '1000'],
])('prints the size %d as %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

it('reads the UPIDs it prints', () => {
  const parts = {
    node: 'pve1',
    pid: 0x1a2b3,
    pstart: 0xc0ffee,
    starttime: 0x67a1b2c3,
    type: 'qmclone',
    id: '9000',
    user: 'orion@pve!tf',
  };
  const upid =
    'UPID:pve1:0001A2B3:00C0FFEE:67A1B2C3:qmclone:9000:orion@pve!tf:';
  expect(formatUpid(parts)).toBe(upid);
  expect(parseUpid(upid)).toEqual(parts);
  expect(parseUpid(upid.slice(0, -1))).toBeUndefined();
});

it('collects all complaints about parameters', () => {
  const spec = { newid: 'vmid', full: 'bool?', cf: 'AVERAGE|MAX?' };
  expect(verifyParams(spec, { newid: '101' })).toEqual({ newid: '101' });
  expect(() => verifyParams(spec, { full: 'maybe', cf: 'MIN', x: '' })).toThrow(
    expect.objectContaining({
      status: 400,
      errors: {
        newid: 'property is missing and it is not optional',
        full: "type check ('boolean') failed - got 'maybe'",
        cf: "value 'MIN' does not have a value in the enumeration 'AVERAGE, MAX'",
        x: expect.stringContaining('not defined in schema'),
      },
    }),
  );
});
