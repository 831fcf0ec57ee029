import { ConfigReader } from '@backstage/config';
import { readRouters } from './config';

const key = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from('ssh-ed25519'),
  Buffer.alloc(36, 7),
]).toString('base64')}`;
const ssh = (identityFile: string) => ({
  host: 'gw1.example.net',
  user: 'orion-kernel',
  identityFile,
  hostKeys: [key],
});
const kernelOf = (kernel: object, bird: object = { socket: '/bird.ctl' }) =>
  readRouters(
    new ConfigReader({
      orion: { bgp: { routers: { gw1: { asn: 394955, bird, kernel } } } },
    } as never),
  )[0].kernel;

describe('readRouters: where the kernel is read', () => {
  it('is a socket or a key of its own', () => {
    expect(kernelOf({ socket: '/run/kernel.sock' })).toEqual({
      endpoint: { socket: '/run/kernel.sock' },
      intervalMs: 30_000,
    });
    expect(
      kernelOf({ ssh: ssh('/k'), intervalSeconds: 5 }, { ssh: ssh('/r') }),
    ).toMatchObject({
      endpoint: { ssh: { key: 'orion.bgp.routers.gw1.kernel.ssh' } },
      intervalMs: 5_000,
    });
  });

  it('may be left out', () => {
    const root = { orion: { bgp: { routers: { gw2: {} } } } };
    Object.assign(root.orion.bgp.routers.gw2, {
      asn: 394955,
      gobgp: { target: 'unix:///run/gobgp.sock' },
    });
    const [router] = readRouters(new ConfigReader(root));
    expect(router.kernel).toBeUndefined();
  });

  it.each<[object, object | undefined, RegExp]>([
    [{}, undefined, /gw1\.kernel: give either socket or ssh/],
    [
      { socket: '/a', ssh: ssh('/k') },
      undefined,
      /gw1\.kernel: give either socket or ssh/,
    ],
    [
      { ssh: { ...ssh('/k'), hostKeys: undefined } },
      undefined,
      /gw1\.kernel\.ssh: give either hostKeys or knownHostsFile/,
    ],
    [
      { ssh: ssh('/r') },
      { ssh: ssh('/r') },
      /gw1\.kernel\.ssh\.identityFile: a key has one forced command/,
    ],
    [
      { socket: '/a', intervalSeconds: 0 },
      undefined,
      /gw1\.kernel\.intervalSeconds must be 1 or more/,
    ],
  ])('refuses %j', (kernel, bird, message) => {
    expect(() => kernelOf(kernel, bird)).toThrow(message);
  });
});
