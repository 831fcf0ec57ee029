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
export { CHANGE_FIELD } from './netbox/changeField';
export { reach, untilAnswered } from './netbox/settle';
