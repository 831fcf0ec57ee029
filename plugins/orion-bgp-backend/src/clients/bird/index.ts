export { BirdRouteSource } from './BirdRouteSource';
export type { BirdRouteSourceOptions } from './BirdRouteSource';
export { openBird } from './openBird';
