import {
  CollectorPluginOptions,
  createCollectorPlugin,
} from '../collector/createCollectorPlugin';

const forTests = (options: CollectorPluginOptions = {}) =>
  createCollectorPlugin({
    execArgv: [
      '--no-warnings',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    ...options,
  });

/** The collector under Jest: its worker has no Jest and runs with the transform of the CLI. */
export const testCollector = forTests();

/**
 * The same, which reads a BIRD again as soon as its counters moved. In a suite of
 * minutes the usual rest of five ends in any test, and a table that is read while
 * sessions cross would then be the one for the next five.
 */
export const restlessCollector = forTests({ minDumpIntervalMs: 1_000 });
