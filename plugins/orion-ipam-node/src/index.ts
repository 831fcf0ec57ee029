/**
 * ORION's view of address management, and its NetBox implementation.
 *
 * @packageDocumentation
 */
export * from './IpamProvider';
export * from './ipamTypes';
export { NetboxClient, type NetboxClientOptions } from './NetboxClient';
export type { NetboxQuery } from './NetboxClient';
export { NetboxError } from './NetboxError';
export { NetboxIpamProvider } from './NetboxIpamProvider';
export { readNetboxConfig, type NetboxConfig } from './readNetboxConfig';
