export { startValidator, type RunningValidator } from './startValidator';
export type { Aspa, Roa } from './seedRoas';
