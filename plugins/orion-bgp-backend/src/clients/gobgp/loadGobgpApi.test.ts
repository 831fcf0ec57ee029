import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { GobgpGeneration, loadGobgpApi } from './loadGobgpApi';

const generations: GobgpGeneration[] = [3, 4];
const bytes = (generation: GobgpGeneration, method: string, request: object) =>
  loadGobgpApi(generation)
    .methods[method].requestSerialize(request)
    .toString('hex');

it.each(generations)('has no call of GoBGP %i that writes', generation => {
  const names = Object.keys(loadGobgpApi(generation).methods).sort();
  expect(names).toEqual([
    'GetBgp',
    'GetTable',
    'ListDefinedSet',
    'ListPath',
    'ListPeer',
    'ListPolicyAssignment',
    'ListRpki',
    'WatchEvent',
  ]);
});

it.each(generations)(
  'cannot ask GoBGP %i for filtered routes, which changes them',
  generation => {
    const text = readFileSync(
      resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        `proto/orion-gobgp-v${generation}.proto`,
      ),
      'utf8',
    );
    expect(text).not.toMatch(/^\s*bool enable_filtered/m);
    expect(bytes(generation, 'ListPath', { enable_filtered: true })).toBe('');
  },
);

describe('the numbers of each generation', () => {
  it.each([
    ['TABLE_TYPE_GLOBAL', '0800', '0801'],
    ['TABLE_TYPE_ADJ_IN', '0802', '0803'],
    ['TABLE_TYPE_ADJ_OUT', '0803', '0804'],
  ])('of %s', (table, third, fourth) => {
    const request = { table_type: table };
    // GoBGP 3 has its first value at zero, which need not be sent.
    expect(['', '0800', third]).toContain(bytes(3, 'ListPath', request));
    expect(bytes(4, 'ListPath', request)).toBe(fourth);
  });

  it('of a lookup and of the form of the answer', () => {
    const request = {
      table_type: 'TABLE_TYPE_ADJ_IN',
      name: '::1',
      family: { afi: 2, safi: 1 },
      prefixes: [{ prefix: '::/0', type: 'TYPE_EXACT' }],
      enable_only_binary: true,
    };
    const head = '12033a3a311a0408021001';
    expect(bytes(3, 'ListPath', request)).toMatch(
      new RegExp(`^0802${head}22(06|08)0a043a3a2f30(1000)?4801$`),
    );
    expect(bytes(4, 'ListPath', request)).toBe(
      `0803${head}22080a043a3a2f3010014801`,
    );
  });

  it('of a subscription', () => {
    const request = {
      peer: {},
      table: { filters: [{ type: 'TYPE_ADJIN' }] },
      batch_size: 5,
    };
    expect(bytes(3, 'WatchEvent', request)).toBe('0a0012040a020801');
    expect(bytes(4, 'WatchEvent', request)).toBe('0a0012040a0208021805');
  });
});

it('knows only the names of packed messages', () => {
  const { unpack } = loadGobgpApi(3);
  expect(
    unpack('apipb.FourOctetASNCapability', Buffer.from('08cb8d18', 'hex')),
  ).toEqual({ asn: 394955 });
  expect(unpack('apipb.Nothing', Buffer.alloc(0))).toBeUndefined();
});
