import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';

/** The guest that a change made. */
export interface MadeGuest {
  ref: string;
  cluster: string;
  vmid: number;
  name: string;
  /** Its page in the catalog. */
  entity: { namespace: string; kind: string; name: string };
}

/** Reads the guest a change has made; undefined for every other change. */
export function madeGuest(change: ChangeDetail): MadeGuest | undefined {
  const { kind, state, target } = change;
  const [ref, cluster, vmid] =
    /^proxmox:([^/]+)\/(\d+)$/.exec(target.ref ?? '') ?? [];
  if (kind !== 'virtual-machine.create' || state !== 'succeeded' || !ref) {
    return undefined;
  }
  return {
    ref,
    cluster,
    vmid: Number(vmid),
    name: target.name,
    // As the catalog's provider names it.
    entity: {
      namespace: 'default',
      kind: 'resource',
      name: `${cluster}-${vmid}`,
    },
  };
}
