/**
 * The home page: is all well, does something wait for me?
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { checksApiRef } from './api/checksApiRef';
