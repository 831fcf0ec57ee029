export { startNetbox, type NetboxOptions } from './startNetbox';
export { NETBOX_FAULTS, type NetboxFault } from './faults';
export type { NetboxTokens } from './tokens';
