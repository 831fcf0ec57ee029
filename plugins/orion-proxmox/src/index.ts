/**
 * Guests of Proxmox VE: their page, their card, and the form they are ordered with.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { proxmoxApiRef } from './api/proxmoxApiRef';
