/**
 * Types, permissions and the client of the Proxmox domain.
 *
 * @packageDocumentation
 */
export * from './guestEntity';
export * from './types';
export * from './permissions';
export * from './ProxmoxClient';
