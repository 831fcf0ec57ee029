/** Names the guest an entity stands for: `<cluster>/<vmid>`. */
export const GUEST_ANNOTATION = 'orion.dev/proxmox-guest';

/** Reads the annotation's value; undefined when it is none. */
export function parseGuestAnnotation(
  value: string | undefined,
): { cluster: string; vmid: number } | undefined {
  const [, cluster, vmid] = /^([^/]+)\/(\d+)$/.exec(value ?? '') ?? [];
  return cluster ? { cluster, vmid: Number(vmid) } : undefined;
}
