import {
  toIntentRecord,
  toNetboxAggregate,
  toNetboxPrefix,
} from './toNetboxRecord';

const url = 'https://netbox.example';
const raw = {
  id: 7,
  status: { value: 'active' },
  local_address: { address: '2001:DB8:0::2/64' },
  remote_address: { address: '2001:db8::1/64' },
  local_as: { asn: 394955 },
  remote_as: { asn: 6939 },
};

describe('toIntentRecord', () => {
  it('takes masks off addresses, and links into NetBox by its own address', () => {
    expect(
      toIntentRecord(
        {
          ...raw,
          name: '',
          virtualmachine: { name: 'router' },
          peer_group: { name: 'transit' },
          import_policies: [{ name: 'in' }, {}],
          last_updated: '2026-11-26T08:00:00.123456Z',
        },
        url,
      ),
    ).toEqual({
      id: 7,
      name: undefined,
      description: undefined,
      status: 'active',
      machine: 'router',
      localAddress: '2001:db8::2',
      remoteAddress: '2001:db8::1',
      localAs: 394955,
      remoteAs: 6939,
      peerGroup: 'transit',
      importPolicies: ['in'],
      exportPolicies: [],
      url: 'https://netbox.example/plugins/bgp/session/7/',
      updatedAt: '2026-11-26T08:00:00.123Z',
    });
  });

  it('takes the device where there is no virtual machine', () => {
    const device = { name: null, display: 'edge-1' };
    expect(
      toIntentRecord({ ...raw, virtualmachine: null, device }, url)?.machine,
    ).toBe('edge-1');
  });

  it.each([
    ['an address', { remote_address: null }],
    ['an address that is one', { local_address: { address: 'nowhere/64' } }],
    ['a system', { remote_as: { asn: '6939' } }],
  ])('is none without %s', (_, given) => {
    expect(toIntentRecord({ ...raw, ...given }, url)).toBeUndefined();
  });

  it('cuts what somebody typed, and drops control characters', () => {
    const record = toIntentRecord(
      { ...raw, name: 'a\u0000\u001b[31mb', description: 'x'.repeat(5000) },
      url,
    )!;
    expect(record.name).toBe('a [31mb');
    expect(record.description).toHaveLength(200);
    const comments = { description: `x${'🚀'.repeat(200)}` };
    expect(toIntentRecord({ ...raw, ...comments }, url)!.description).toBe(
      `x${'🚀'.repeat(99)}`,
    );
    const many = Array.from({ length: 500 }, () => ({ name: 'p' }));
    expect(
      toIntentRecord({ ...raw, export_policies: many }, url)!.exportPolicies,
    ).toHaveLength(20);
  });
});

describe('aggregates and prefixes', () => {
  it('are canonical, or none', () => {
    expect(toNetboxAggregate({ id: 1, prefix: '2001:DB8::/32' }, url)).toEqual(
      expect.objectContaining({
        prefix: '2001:db8::/32',
        url: 'https://netbox.example/ipam/aggregates/1/',
      }),
    );
    expect(toNetboxAggregate({ id: 1, prefix: 'x' }, url)).toBeUndefined();
    expect(toNetboxPrefix({ id: 1 }, url)).toBeUndefined();
    expect(
      toNetboxPrefix(
        { id: 3, prefix: '192.0.2.0/25', scope: { name: 'home' }, vrf: null },
        url,
      ),
    ).toMatchObject({ prefix: '192.0.2.0/25', scope: 'home', vrf: undefined });
  });
});
