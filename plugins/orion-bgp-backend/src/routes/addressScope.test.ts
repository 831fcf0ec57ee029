import { addressScope } from './addressScope';

describe('addressScope', () => {
  it.each([
    ['127.0.0.18', 'local'],
    ['169.254.1.1', 'local'],
    ['0.0.0.0', 'local'],
    ['::', 'local'],
    ['::1', 'local'],
    ['fe80::1', 'local'],
    ['::ffff:127.0.0.1', 'local'],
    ['10.0.10.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.128.0.1', 'global'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'global'],
    ['192.168.178.1', 'private'],
    ['fd00::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['192.0.2.1', 'global'],
    ['2001:db8::1', 'global'],
    ['::2', 'global'],
  ])('%s is %s', (address, scope) => {
    expect(addressScope(address)).toBe(scope);
  });

  it.each(['', 'portal.example', '10.0.0.0/8', '::1%lo x'])(
    'refuses %p',
    text => {
      expect(() => addressScope(text)).toThrow(RangeError);
    },
  );
});
