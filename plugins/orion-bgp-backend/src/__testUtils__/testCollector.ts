import { createCollectorPlugin } from '../collector/createCollectorPlugin';

/** The collector under Jest: its worker has no Jest and runs with the transform of the CLI. */
export const testCollector = createCollectorPlugin({
  execArgv: [
    '--no-warnings',
    '--require',
    require.resolve('@backstage/cli/config/nodeTransform.cjs'),
  ],
});
