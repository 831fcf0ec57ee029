import { writeFileSync } from 'node:fs';
import { runStories } from '../checks/stories';
import { House } from './House';
import { badInput } from './stories/badInput';
import { crashes } from './stories/crashes';
import { mainJob } from './stories/mainJob';
import { manyAtOnce } from './stories/manyAtOnce';
import { refusals } from './stories/refusals';
import { upstreamFaults } from './stories/upstreamFaults';

const PORT = Number(process.env.ORION_E2E_PORT ?? 7307);

/** Runs all stories in one house; `argv[2]` is where the report goes, `argv[3]` filters by name. */
async function main(): Promise<void> {
  const [, , report, filter] = process.argv;
  const house = new House(PORT);
  await house.start();
  try {
    const stories = [
      ...mainJob(house),
      ...refusals(house),
      ...badInput(house),
      ...upstreamFaults(house),
      ...manyAtOnce(house),
      ...crashes(house),
    ].filter(({ name }) => !filter || name.includes(filter));
    const result = await runStories(stories, () => house.clearFaults());
    if (report) {
      writeFileSync(report, JSON.stringify(result));
    }
  } finally {
    await house.stop();
  }
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
