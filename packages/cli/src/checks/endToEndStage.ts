import { installationStage } from './installationStage';

/** The main job and its faults, with the real engine and provider, in a lab of its own. */
export const endToEndStage = installationStage({
  name: 'e2e',
  title: 'end to end: portal, Terraform, provider, lab',
  program: 'packages/cli/src/e2e/main.ts',
  folder: 'test',
});
