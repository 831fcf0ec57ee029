import { installationStage } from './installationStage';

/** Everything else runs with a database per plugin, which is Backstage's default. */
export const schemaModeStage = installationStage({
  name: 'schema',
  title: 'one database with a schema per plugin',
  program: 'packages/cli/src/schemaMode/main.ts',
  folder: 'test-schema',
});
