import { Config } from '@backstage/config';
import { readInventoryConfig } from '../readInventoryConfig';

/** What a provider needs to know; no token: it reads the proxmox plugin. */
export interface ProviderConfig {
  cluster: string;
  defaultOwner: string;
  /** Base URL of the cluster's own interface, for links. */
  endpoint?: string;
}

/** One per configured cluster. */
export function readProviderConfigs(root: Config): ProviderConfig[] {
  const clusters = root.getOptionalConfig('orion.proxmox.clusters');
  const { defaultOwner } = readInventoryConfig(root);
  return (clusters?.keys() ?? []).map(cluster => ({
    cluster,
    defaultOwner,
    endpoint: clusters!
      .getOptionalStringArray(`${cluster}.endpoints`)?.[0]
      ?.replace(/\/+$/, ''),
  }));
}
