import { createCollectorPlugin } from './createCollectorPlugin';

/**
 * Keeps the route tables of all routers in memory, in a thread of its own. Runs
 * in one replica; the others reach it through `discovery.endpoints`.
 *
 * @public
 */
export default createCollectorPlugin();
