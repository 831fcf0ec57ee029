import type { RunningSimulator } from '../../shared/simulator';
import { startNetbox } from '../startNetbox';
import { NetboxCaller } from './netboxClient';
import { recordedShapes, type Shape } from './recordedShapes';

const token = 'a'.repeat(40);

/** Keys that differ by what hangs on the recorded object, not by version. */
const FREE = ['custom_fields', 'prechange_data', 'postchange_data', 'plugins'];

/** Paths at which an answer differs from what a real NetBox sent. */
function differences(shape: Shape, value: unknown, path = ''): string[] {
  if (shape === 'null') {
    return [];
  }
  if (value === null || typeof shape === 'string') {
    return value === null || typeof value === shape
      ? []
      : [`${path}: ${typeof value}, recorded ${shape}`];
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) {
      return [`${path}: no list`];
    }
    return shape.length && value.length
      ? differences(shape[0], value[0], `${path}[]`)
      : [];
  }
  const actual = Object.keys(value as object);
  const recorded = Object.keys(shape);
  if (actual.join() !== recorded.join()) {
    return [`${path}: keys ${actual}, recorded ${recorded}`];
  }
  return recorded
    .filter(key => !FREE.includes(key))
    .flatMap(key =>
      differences(shape[key], (value as any)[key], `${path}.${key}`),
    );
}

describe('answers beside recordings of NetBox 4.4.10', () => {
  let netbox: RunningSimulator;
  let api: NetboxCaller;

  beforeAll(async () => {
    netbox = await startNetbox({
      port: 0,
      tokens: { [token]: { user: 'orion', writeEnabled: true } },
    });
    api = new NetboxCaller({ url: netbox.url, token });
    await api.make('ipam/vrfs/', { name: 'blue', rd: '64512:1' });
    await api.make('ipam/ip-ranges/', {
      start_address: '10.0.10.220/24',
      end_address: '10.0.10.239/24',
    });
    await api.make('dcim/platforms/', { name: 'Debian 12', slug: 'debian-12' });
    await api.make('dcim/manufacturers/', { name: 'Generic', slug: 'generic' });
    await api.make('dcim/device-types/', {
      manufacturer: { slug: 'generic' },
      model: 'Router 1U',
      slug: 'router-1u',
    });
    await api.make('dcim/devices/', {
      name: 'edge3',
      device_type: { slug: 'router-1u' },
      role: { slug: 'router' },
      site: 1,
      cluster: 1,
    });
    const vm = 'virtualization/virtual-machines/2/';
    await api.patch(vm, { platform: { slug: 'debian-12' }, tenant: 1 });
    await api.patch('ipam/prefixes/2/', { tags: [{ slug: 'orion' }] });
  });

  afterAll(() => netbox.stop());

  it.each([
    ['bgpSessions', 'plugins/bgp/session/1/'],
    ['bgpPeerGroups', 'plugins/bgp/peer-group/1/'],
    ['aggregates', 'ipam/aggregates/1/'],
    ['asns', 'ipam/asns/1/'],
    ['clusters', 'virtualization/clusters/1/'],
    ['addresses', 'ipam/ip-addresses/1/'],
    ['ranges', 'ipam/ip-ranges/1/'],
    ['macs', 'dcim/mac-addresses/1/'],
    ['prefixes', 'ipam/prefixes/2/'],
    ['sites', 'dcim/sites/1/'],
    ['devices', 'dcim/devices/1/'],
    ['machines', 'virtualization/virtual-machines/2/'],
    ['vlanGroups', 'ipam/vlan-groups/1/'],
    ['vlans', 'ipam/vlans/1/'],
    ['interfaces', 'virtualization/interfaces/1/'],
    ['vrfs', 'ipam/vrfs/1/'],
    ['status', 'status/'],
  ])('%s', async (name, path) => {
    const { status, body } = await api.get(path);
    expect(status).toBe(200);
    expect(differences(recordedShapes[name], body)).toEqual([]);
  });

  it('a brief list, an offer, an allocation and its log entry', async () => {
    const brief = await api.get('ipam/ip-addresses/?brief=1&limit=1');
    expect(
      differences(recordedShapes.briefAddress, brief.body.results[0]),
    ).toEqual([]);
    const ips = await api.get('ipam/prefixes/2/available-ips/?limit=1');
    expect(differences(recordedShapes.availableIp, ips.body[0])).toEqual([]);
    const blocks = await api.get('ipam/prefixes/1/available-prefixes/');
    expect(differences(recordedShapes.availablePrefix, blocks.body[0])).toEqual(
      [],
    );
    const made = await api.make('ipam/prefixes/2/available-ips/', {});
    expect(differences(recordedShapes.createdAddress, made)).toEqual([]);
    await api.patch(`ipam/ip-addresses/${made.id}/`, { description: 'x' });
    const log = await api.get('core/object-changes/?action=update&limit=1');
    const [entry] = log.body.results;
    expect(differences(recordedShapes.objectChange, entry)).toEqual([]);
    expect(Object.keys(entry.postchange_data)).toEqual([
      'vrf',
      'role',
      'tags',
      'status',
      'tenant',
      'address',
      'comments',
      'dns_name',
      'nat_inside',
      'description',
      'custom_fields',
      'assigned_object_id',
      'assigned_object_type',
    ]);
    expect(entry.display).toMatch(
      /^IPAM \| IP address 10\.0\.10\.\d+\/24 updated by orion$/,
    );
  });
});
