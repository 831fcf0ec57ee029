import { ConfigReader } from '@backstage/config';
import { readHistoryPrefixes, readRouters } from './config';

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
      /gw1\.kernel\.intervalSeconds: 0 is not between 1 and 3600/,
    ],
  ])('refuses %j', (kernel, bird, message) => {
    expect(() => kernelOf(kernel, bird)).toThrow(message);
  });
});

describe('readRouters: numbers', () => {
  const bird = { socket: '/bird.ctl' };
  const read = (router: object) =>
    readRouters(
      new ConfigReader({
        orion: { bgp: { routers: { gw1: { asn: 394955, ...router } } } },
      } as never),
    )[0];

  it.each([
    '10.0.0.2:50051',
    'gw1.example.net:50051',
    '127.0.0.1.example.net:1',
    '[2001:db8::1]:50051',
    'dns:///gw1:50051',
  ])('speaks with %s by TLS alone', target => {
    expect(() => read({ gobgp: { target } })).toThrow(
      /\.gobgp\.tls: .* is on another machine/,
    );
    const tls = { caFile: '/etc/orion/ca.pem' };
    expect(() => read({ gobgp: { target, tls } })).not.toThrow();
  });

  it.each([
    'unix:///run/gobgp.sock',
    'unix:/run/gobgp.sock',
    'localhost:50051',
    '127.0.0.1:50051',
    '[::1]:50051',
  ])('needs none for %s', target => {
    expect(() => read({ gobgp: { target } })).not.toThrow();
  });

  it('looks every three seconds, and up to 4,000,000 paths, unless told otherwise', () => {
    expect(read({ bird })).toMatchObject({
      intervalMs: 3_000,
      maxPaths: 4_000_000,
    });
    expect(read({ bird, intervalSeconds: 1, maxPaths: 10 })).toMatchObject({
      intervalMs: 1_000,
      maxPaths: 10,
    });
    const gobgp = { target: '127.0.0.1:50051', batchSize: 512 };
    expect(read({ gobgp }).endpoint).toMatchObject({ batchSize: 512 });
  });

  it.each<[object, string]>([
    [{ intervalSeconds: 0 }, 'intervalSeconds: 0 is not between 1 and 60'],
    [{ intervalSeconds: 61 }, 'intervalSeconds: 61 is not between 1 and 60'],
    [{ maxPaths: 0 }, 'maxPaths: 0 is not a whole number from 1 to 100000000'],
    [{ maxPaths: 1.5 }, 'maxPaths: 1.5 is not a whole number'],
    [{ asn: 0 }, 'asn: 0 is not a whole number from 1 to 4294967295'],
  ])('refuses %j', (given, message) => {
    expect(() => read({ bird, ...given })).toThrow(
      `orion.bgp.routers.gw1.${message}`,
    );
  });

  it('knows where next hops are reached, and refuses what is no prefix', () => {
    const at = (nextHops: string[]) =>
      read({ gobgp: { target: 'localhost:1', nextHops } }).endpoint;
    expect(at(['2001:DB8::/64', '192.0.2.0/24'])).toMatchObject({
      nextHops: ['2001:db8::/64', '192.0.2.0/24'],
    });
    for (const wrong of ['192.0.2.1', '192.0.2.1/24', 'eth0']) {
      expect(() => at([wrong])).toThrow(
        `orion.bgp.routers.gw1.gobgp.nextHops: '${wrong}' is no prefix`,
      );
    }
  });

  it.each([0, -1, 1.5, 65_537])('refuses batches of %s', batchSize => {
    expect(() => read({ gobgp: { target: 'localhost:1', batchSize } })).toThrow(
      `orion.bgp.routers.gw1.gobgp.batchSize: ${batchSize} is not a whole number from 1 to 65536`,
    );
  });
});

describe('readHistoryPrefixes', () => {
  const read = (historyPrefixes?: unknown) =>
    readHistoryPrefixes(
      new ConfigReader({ orion: { bgp: { historyPrefixes } } } as never),
    );

  it('has each once, in canonical form', () => {
    expect(read()).toEqual([]);
    expect(read(['2001:DB8:0::/32', '193.0.14.0/24', '2001:db8::/32'])).toEqual(
      ['2001:db8::/32', '193.0.14.0/24'],
    );
  });

  it.each([
    ['193.0.14.129', "'193.0.14.129' is no prefix"],
    ['193.0.14.129/24', "'193.0.14.129/24' is no prefix"],
    ['AS64500', "'AS64500' is no prefix"],
    [
      '0.0.0.0/0',
      "'0.0.0.0/0' has more in it than is looked at; IPv4 begins at /8",
    ],
    [
      '2000::/3',
      "'2000::/3' has more in it than is looked at; IPv6 begins at /16",
    ],
  ])('refuses %s', (text, problem) => {
    expect(() => read(['192.0.2.0/24', text])).toThrow(
      `orion.bgp.historyPrefixes: ${problem}`,
    );
  });

  it('takes a hundred, and no more', () => {
    const many = (length: number) =>
      Array.from({ length }, (_, at) => `10.${at}.0.0/16`);
    expect(read(many(100))).toHaveLength(100);
    expect(() => read(many(101))).toThrow(
      'orion.bgp.historyPrefixes: 101 prefixes are too many, at most 100 are looked at',
    );
  });
});
