export const pluginId = 'orion-proxmox';
