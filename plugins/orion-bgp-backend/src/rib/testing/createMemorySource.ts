import { existsSync } from 'node:fs';
import { CreateRouteSource } from '../worker/createRouteSource';
import { MemorySource } from './MemorySource';
import { createRouteGenerator } from './randomRoutes';

/**
 * For tests of the worker: a source with `routes` random routes. A worker ends
 * in the middle of a dump while a file `crashFile` exists.
 */
export const createRouteSource: CreateRouteSource = ({ driver, settings }) => {
  if (driver !== 'memory') {
    throw new Error(`there is no driver ${driver}`);
  }
  const source = new MemorySource();
  const random = createRouteGenerator(Number(settings.seed ?? 1));
  source.routes = Array.from({ length: Number(settings.routes) }, () =>
    random.route(),
  );
  source.duringDump = () => {
    if (settings.crashFile && existsSync(String(settings.crashFile))) {
      process.exit(7);
    }
  };
  return source;
};
