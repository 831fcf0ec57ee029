export { startValidator, type RunningValidator } from './startValidator';
export type { Roa } from '../bgp/roasOf';
export type { Aspa } from './seedRoas';
