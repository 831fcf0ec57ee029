/**
 * Provider addresses start with one of these when a module names no host.
 *
 * @public
 */
export const registryHosts = {
  terraform: 'registry.terraform.io',
  opentofu: 'registry.opentofu.org',
} as const;

/** `bpg/proxmox` for the address under either registry; others unchanged. */
export function shortProviderName(address: string): string {
  for (const host of Object.values(registryHosts)) {
    if (address.startsWith(`${host}/`)) return address.slice(host.length + 1);
  }
  return address;
}
