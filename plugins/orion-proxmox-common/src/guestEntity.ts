/**
 * Name of a guest's entity in the catalog: by VMID, since a guest's own name may
 * change and is its title.
 *
 * @public
 */
export function guestEntityName(cluster: string, vmid: number): string {
  return `${cluster}-${vmid}`;
}

/**
 * Reference of a guest's entity, for example `resource:default/r730-1001`.
 *
 * @public
 */
export function guestEntityRef(cluster: string, vmid: number): string {
  return `resource:default/${guestEntityName(cluster, vmid)}`;
}
