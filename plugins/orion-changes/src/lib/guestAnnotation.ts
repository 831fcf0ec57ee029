/** Names the guest an entity stands for: `<cluster>/<vmid>`. */
export const GUEST_ANNOTATION = 'orion.dev/proxmox-guest';
