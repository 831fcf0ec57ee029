/**
 * The pages of BGP: routers, sessions, routes.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { bgpApiRef } from './api/bgpApiRef';
