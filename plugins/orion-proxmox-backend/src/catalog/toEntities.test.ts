import { entityEnvelopeSchemaValidator } from '@backstage/catalog-model';
import { ClusterInventory } from './InventoryReader';
import { toEntities } from './toEntities';

const inventory = {
  summary: { id: 'c', title: 'Cluster' },
  options: {
    nodes: [
      { name: 'a', bridges: ['vmbr0'] },
      { name: 'b', bridges: [] },
    ],
    storages: [
      { name: 'ceph', node: 'a', shared: true },
      { name: 'ceph', node: 'b', shared: true },
      { name: 'local', node: 'a', shared: false },
    ],
  },
  guests: [
    {
      vmid: 100,
      name: 'web',
      node: 'a',
      type: 'qemu',
      tags: ['Prod', 'prod', 'a_b', '.'],
    },
    {
      vmid: 101,
      name: 'image',
      node: 'a',
      type: 'qemu',
      tags: [],
      template: true,
    },
    {
      vmid: 102,
      node: 'b',
      type: 'lxc',
      tags: [],
      owner: 'group:default/team',
      system: 'shop',
      description: 'The shop',
      changeId: 1005,
    },
  ],
} as unknown as ClusterInventory;
const config = {
  cluster: 'c',
  defaultOwner: 'group:default/admins',
  endpoint: 'https://pve:8006',
};

describe('toEntities', () => {
  const entities = toEntities(inventory, config);
  const find = (name: string) =>
    entities.find(({ metadata }) => metadata.name === name)!;

  it('names everything once and leaves templates out', () => {
    expect(entities.map(({ metadata }) => metadata.name)).toEqual([
      'c',
      'c-a',
      'c-a-vmbr0',
      'c-b',
      'c-ceph',
      'c-a-local',
      'c-100',
      'c-102',
    ]);
  });

  it('passes the envelope of the catalog', () => {
    const validate = entityEnvelopeSchemaValidator();
    expect(() => entities.forEach(entity => validate(entity))).not.toThrow();
  });

  it('hangs guests on nodes and nodes on the cluster', () => {
    expect(find('c-102').spec.dependsOn).toEqual(['resource:default/c-b']);
    expect(find('c-a').spec.dependsOn).toEqual(['resource:default/c']);
    expect(find('c-ceph').spec.dependsOn).toEqual(['resource:default/c']);
    expect(find('c-a-local').spec.dependsOn).toEqual(['resource:default/c-a']);
  });

  it('takes owner and system from ownership, else the defaults', () => {
    expect(find('c-102')).toMatchObject({
      metadata: {
        description: 'The shop',
        annotations: {
          'orion.dev/proxmox-guest': 'c/102',
          'orion.dev/change': '1005',
        },
        links: [{ url: 'https://pve:8006/#v1:0:=lxc%2F102' }],
      },
      spec: { owner: 'group:default/team', system: 'shop' },
    });
    expect(find('c-100').spec).toMatchObject({
      owner: 'group:default/admins',
      system: 'guests',
    });
    expect(find('c-100').metadata.tags).toEqual(['a-b', 'prod']);
  });

  it('shortens names the catalog would refuse, without a clash', () => {
    const long = {
      ...inventory,
      guests: [],
      options: { ...inventory.options, storages: [] },
    };
    long.options.nodes = ['x', 'y'].map(end => ({
      ...inventory.options.nodes[0],
      name: `${'n'.repeat(70)}${end}`,
      bridges: [],
    }));
    const names = toEntities(long, config).map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(3);
    expect(Math.max(...names.map(name => name.length))).toBe(63);
  });
});
