import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { registryHosts } from '@orion/engines/terraform';
import { paths } from '../util/paths';
import { goPlatform, providerArchive, versions } from './pinnedReleases';

/** Terraform and OpenTofu ask for the same provider under different addresses. */
const REGISTRIES = Object.values(registryHosts);

export const providerMirror = join(paths.tools, 'terraform-mirror');

/** The provider's folders in the mirror, one for each address. */
export function providerFolders(mirror = providerMirror): string[] {
  return REGISTRIES.map(registry => join(mirror, registry, 'bpg', 'proxmox'));
}

/** True when either engine finds the Proxmox provider without asking a registry. */
export function hasProvider(mirror = providerMirror): boolean {
  const platform = goPlatform();
  return providerFolders(mirror).every(
    folder =>
      existsSync(join(folder, providerArchive(platform))) ||
      existsSync(
        join(
          folder,
          versions.provider,
          platform,
          `terraform-provider-proxmox_v${versions.provider}`,
        ),
      ),
  );
}
