import type {
  IpamAddress,
  IpamInterface,
  IpamPrefix,
  IpamVirtualMachine,
} from '../ipamTypes';
import type {
  NetboxAddress,
  NetboxInterface,
  NetboxPrefix,
  NetboxVirtualMachine,
} from '../netboxTypes';
import { CHANGE_FIELD } from './changeField';

export const VM_INTERFACE = 'virtualization.vminterface';

/** The change an object carries; anything but a non-empty text counts as none. */
export function changeIdOf(object: {
  custom_fields: Record<string, unknown>;
}): string | undefined {
  const value = object.custom_fields[CHANGE_FIELD];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function toPrefix(raw: NetboxPrefix): IpamPrefix {
  return {
    id: raw.id,
    prefix: raw.prefix,
    family: raw.family.value,
    status: raw.status.value,
    isLeaf: raw.status.value !== 'container' && raw.children === 0,
    description: raw.description,
    vlan: raw.vlan
      ? { id: raw.vlan.id, vid: raw.vlan.vid, name: raw.vlan.name }
      : undefined,
    role: raw.role?.display,
    vrf: raw.vrf?.display,
    scope: raw.scope?.display,
    url: raw.display_url,
  };
}

export function toAddress(raw: NetboxAddress): IpamAddress {
  const [host, length] = raw.address.split('/');
  const onInterface = raw.assigned_object_type === VM_INTERFACE;
  return {
    id: raw.id,
    address: raw.address,
    host,
    prefixLength: Number(length),
    status: raw.status.value,
    dnsName: raw.dns_name,
    changeId: changeIdOf(raw),
    interfaceId:
      onInterface && raw.assigned_object_id !== null
        ? raw.assigned_object_id
        : undefined,
    virtualMachineId: raw.assigned_object?.virtual_machine?.id,
    url: raw.display_url,
  };
}

export function toVirtualMachine(
  raw: NetboxVirtualMachine,
): IpamVirtualMachine {
  return {
    id: raw.id,
    name: raw.name,
    cluster: raw.cluster?.name,
    status: raw.status.value,
    vmid: /^\d+$/.test(raw.serial) ? Number(raw.serial) : undefined,
    vcpus: raw.vcpus ?? undefined,
    memoryMb: raw.memory ?? undefined,
    diskMb: raw.disk ?? undefined,
    changeId: changeIdOf(raw),
    primaryIp4Id: raw.primary_ip4?.id,
    primaryIp6Id: raw.primary_ip6?.id,
    url: raw.display_url,
  };
}

export function toInterface(raw: NetboxInterface): IpamInterface {
  return {
    id: raw.id,
    name: raw.name,
    virtualMachineId: raw.virtual_machine.id,
    mac: raw.mac_address ?? undefined,
  };
}
