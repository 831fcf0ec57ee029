import type { FieldErrors } from '../errors';
import { parseInet } from '../ipMath';
import type { Row } from '../modelTypes';
import type { NetboxStore } from '../NetboxStore';

export const VM_INTERFACE = 'virtualization.vminterface';

/** Addresses or MACs that sit on an interface. */
export const on = (model: string, row: Row, store: NetboxStore) =>
  store
    .rows(model)
    .filter(
      other =>
        other.assigned_object_type === VM_INTERFACE &&
        other.assigned_object_id === row.id,
    );

/** Id of the machine whose interface holds an address or MAC. */
export const vmOf = (row: Row, store: NetboxStore) =>
  row.assigned_object_type === VM_INTERFACE
    ? store.find(VM_INTERFACE, row.assigned_object_id)?.virtual_machine
    : undefined;

export function cleanVirtualMachine(
  row: Row,
  before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const errors: FieldErrors = {};
  const cluster = store.find('virtualization.cluster', row.cluster);
  if (!row.site && !cluster) {
    errors.cluster = [
      'A virtual machine must be assigned to a site and/or cluster.',
    ];
  }
  const clusterSite = cluster?.scope_type ? cluster.scope_id : null;
  if (clusterSite && row.site && row.site !== clusterSite) {
    const site = store.find('dcim.site', row.site)?.name;
    errors.cluster = [
      `The selected cluster (${cluster?.name}) is not assigned to this site (${site}).`,
    ];
  }
  for (const version of [4, 6]) {
    const field = `primary_ip${version}`;
    const ip = store.find('ipam.ipaddress', row[field]);
    const family = parseInet(ip?.address)?.version;
    if (ip && family !== version) {
      errors[field] = [
        `Must be an IPv${version} address. (${ip.address} is an IPv${family} address.)`,
      ];
    } else if (ip) {
      const inside = store.find('ipam.ipaddress', ip.nat_inside);
      const owners = [vmOf(ip, store), inside && vmOf(inside, store)];
      if (!before || !owners.includes(row.id)) {
        errors[field] = [
          `The specified IP address (${ip.address}) is not assigned to this VM.`,
        ];
      }
    }
  }
  const twin = store
    .rows('virtualization.virtualmachine')
    .some(
      other =>
        other.id !== row.id &&
        row.cluster !== null &&
        other.cluster === row.cluster &&
        other.tenant === row.tenant &&
        String(other.name).toLowerCase() === String(row.name).toLowerCase(),
    );
  if (twin && Object.keys(errors).length === 0) {
    errors.__all__ = [
      row.tenant === null
        ? 'Virtual machine name must be unique per cluster.'
        : 'Constraint “virtualization_virtualmachine_unique_name_cluster_tenant” is violated.',
    ];
  }
  return errors;
}

export function cleanInterface(
  row: Row,
  _before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const twin = store
    .rows(VM_INTERFACE)
    .some(
      other =>
        other.id !== row.id &&
        other.virtual_machine === row.virtual_machine &&
        other.name === row.name,
    );
  if (twin) {
    return {
      __all__: ['Interface with this Virtual machine and Name already exists.'],
    };
  }
  const primary = store.find('dcim.macaddress', row.primary_mac_address);
  const owner = store.find(VM_INTERFACE, primary?.assigned_object_id);
  return primary && owner && owner.id !== row.id
    ? {
        primary_mac_address: [
          `MAC address ${primary.mac_address} is assigned to a different interface (${owner.name}).`,
        ],
      }
    : {};
}

export function cleanMac(
  row: Row,
  before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const owner = before && store.find(VM_INTERFACE, before.assigned_object_id);
  if (owner?.primary_mac_address !== row.id) {
    return {};
  }
  if (row.assigned_object_id === null) {
    return {
      __all__: [
        'Cannot unassign MAC Address while it is designated as the primary MAC for an object',
      ],
    };
  }
  return row.assigned_object_id === owner.id
    ? {}
    : {
        __all__: [
          'Cannot reassign MAC Address while it is designated as the primary MAC for an object',
        ],
      };
}
