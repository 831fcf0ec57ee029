import { readSshTarget, SshSettings } from './SshTarget';

const blob = (type: string) => {
  const name = Buffer.from(type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return Buffer.concat([length, name, Buffer.alloc(36, 7)]).toString('base64');
};
const ED25519 = `ssh-ed25519 ${blob('ssh-ed25519')}`;

const good: SshSettings = {
  host: 'gw1.example.net',
  user: 'orion-bird',
  identityFile: '/etc/orion/gw1',
  hostKeys: [`${ED25519} root@gw1`],
};
const read = (other: SshSettings) =>
  readSshTarget('routers.gw1.bird.ssh', { ...good, ...other });

describe('readSshTarget', () => {
  it('takes what pins a machine, without the comments of its keys', () => {
    expect(read({ port: 2222 })).toEqual({
      key: 'routers.gw1.bird.ssh',
      host: 'gw1.example.net',
      port: 2222,
      user: 'orion-bird',
      identityFile: '/etc/orion/gw1',
      hostKeys: [ED25519],
      knownHostsFile: undefined,
    });
    for (const host of ['192.0.2.1', '2001:db8::1', 'fe80::1%eth0', 'gw1']) {
      expect(read({ host }).host).toBe(host);
    }
    const hosts = { hostKeys: undefined, knownHostsFile: '/etc/orion/known' };
    expect(read(hosts).knownHostsFile).toBe('/etc/orion/known');
  });

  it.each<[SshSettings, RegExp]>([
    [{ hostKeys: undefined }, /bird\.ssh: give either hostKeys or knownHosts/],
    [{ knownHostsFile: '/a' }, /bird\.ssh: give either hostKeys or knownHosts/],
    [{ hostKeys: [] }, /hostKeys: give at least one public key/],
    [{ hostKeys: ED25519 }, /hostKeys: give at least one public key/],
    [{ hostKeys: ['SHA256:abc'] }, /hostKeys\[0\]: this is no public key/],
    [{ hostKeys: [ED25519, 'ssh-dss AAAA'] }, /hostKeys\[1\]/],
    [{ hostKeys: [`ssh-rsa ${blob('ssh-ed25519')}`] }, /hostKeys\[0\]/],
    [{ hostKeys: [`* ${ED25519}`] }, /hostKeys\[0\]/],
    [{ host: '-oProxyCommand=id' }, /host: "-oProxyCommand=id" is no name/],
    [{ host: 'a b' }, /\.host: /],
    [{ host: undefined }, /\.host: nothing is no name of a host/],
    [{ user: '-l' }, /\.user: /],
    [{ user: 'a@b' }, /\.user: /],
    [{ port: 0 }, /\.port: 0 is no port/],
    [{ port: '22' }, /\.port: 22 is no port/],
    [{ identityFile: 'key' }, /identityFile: "key" is no absolute path/],
    [{ identityFile: '/a b' }, /identityFile/],
    [{ identityFile: '/%d/key' }, /identityFile/],
    [{ hostKeys: undefined, knownHostsFile: '~/known' }, /knownHostsFile/],
  ])('refuses %p', (settings, message) => {
    expect(() => read(settings)).toThrow(message);
  });
});
