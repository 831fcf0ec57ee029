import { installationStage } from './installationStage';
import { mergeResults } from './mergeResults';
import { Stage } from './types';

/** Clear of the ports of an installation, and of the one a story starts beside it. */
const PORT = 7407;

/** Those that wait for routers, and those that restart the portal again and again. */
const LANES = [
  installationStage({
    name: 'e2e',
    title: 'end to end: the main job, pages and routers',
    program: 'packages/cli/src/e2e/main.ts',
    folder: 'test',
    args: ['', 'lab,real'],
  }),
  installationStage({
    name: 'e2e-faults',
    title: 'end to end: faults and crashes',
    program: 'packages/cli/src/e2e/main.ts',
    folder: 'test-faults',
    args: ['', 'faults'],
    port: PORT,
  }),
];

/** The main job and its faults, with the real engine and provider, in labs of their own, at the same time. */
export const endToEndStage: Stage = {
  name: 'e2e',
  title: 'end to end: portal, Terraform, provider, lab',
  async run() {
    const results = await Promise.all(LANES.map(lane => lane.run()));
    return results.reduce(mergeResults);
  },
};
