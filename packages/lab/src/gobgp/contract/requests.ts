/** The neighbor of the contract, and what requests about it and its routes begin with. */
export const neighbor = '127.0.0.1';
export const ipv4 = { afi: 1, safi: 1 };
export const ipv6 = { afi: 2, safi: 1 };
export const global = { table_type: 'TABLE_TYPE_GLOBAL' };
export const adjIn = { table_type: 'TABLE_TYPE_ADJ_IN', name: neighbor };
export const adjOut = { table_type: 'TABLE_TYPE_ADJ_OUT', name: neighbor };
