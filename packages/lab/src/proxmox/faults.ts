import { FaultOptions, FaultSwitches } from '../shared/control';

/** Every fault the Proxmox simulator can be told to have; README.md explains each. */
export const faultNames = [
  'cloneFails',
  'taskWarnings',
  'slowClone',
  'storageLockTimeout',
  'nodeDown',
  'agentNeverReady',
  'status401',
  'status403',
  'refuseConnections',
  'hang',
  'digestConflict',
  'noQuorum',
  'inventoryLag',
] as const;

export type FaultName = (typeof faultNames)[number];

export type ProxmoxFaults = FaultSwitches<FaultName>;

/**
 * Whether a fault's `path` (and `method`) fit a request. A path without `*` is
 * a prefix; no path fits all. Paths start behind `/api2/json`.
 */
export function faultFits(
  options: FaultOptions,
  request: { method: string; path: string },
): boolean {
  const { path, method } = options;
  if (typeof method === 'string' && method !== request.method) {
    return false;
  }
  if (typeof path !== 'string') {
    return true;
  }
  if (!path.includes('*')) {
    return request.path.startsWith(path);
  }
  const pattern = path
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(request.path);
}
