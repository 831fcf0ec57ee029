import { commandStage } from './commandStage';
import { Stage } from './types';
import { typesStage } from './typesStage';

const reports = commandStage(
  'reports',
  'API reports of the published packages',
  'yarn',
  ['api-reports', '--ci'],
);

/** What the published packages offer is what their committed reports say. */
export const reportsStage: Stage = {
  ...reports,
  async run() {
    // The extractor reads the declarations.
    const declared = await typesStage.run();
    return declared.failed > 0 ? declared : reports.run();
  },
};
