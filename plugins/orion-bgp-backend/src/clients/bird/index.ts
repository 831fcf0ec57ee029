export { BirdRouteSource } from './BirdRouteSource';
export type { BirdRouteSourceOptions } from './BirdRouteSource';
export { connectUnix } from './connectUnix';
