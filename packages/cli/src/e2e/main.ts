import { writeFileSync } from 'node:fs';
import { runStories } from '../checks/stories';
import { requirePeers } from '../checks/types';
import { findChromium } from '../util/findChromium';
import { Browser } from './Browser';
import { House } from './House';
import { addressRest } from './stories/addressRest';
import { badInput } from './stories/badInput';
import { bgp } from './stories/bgp';
import { bgpActions } from './stories/bgpActions';
import { bgpMigration } from './stories/bgpMigration';
import { browserStories } from './stories/browser';
import { crashes } from './stories/crashes';
import { ctrlC } from './stories/ctrlC';
import { destroyGuards } from './stories/destroyGuards';
import { mainJob } from './stories/mainJob';
import { manyAtOnce } from './stories/manyAtOnce';
import { refusals } from './stories/refusals';
import { removedOutside } from './stories/removedOutside';
import { restore } from './stories/restore';
import { staleApprovals } from './stories/staleApprovals';
import { twoReplicas } from './stories/twoReplicas';
import { upstreamFaults } from './stories/upstreamFaults';

const PORT = Number(process.env.ORION_E2E_PORT ?? 7307);

/** Runs all stories in one house; `argv[2]` is where the report goes, `argv[3]` filters by a pattern of names. */
async function main(): Promise<void> {
  const [, , report, filter] = process.argv;
  const house = new House(PORT);
  const browser = new Browser(house.baseUrl);
  const hasBrowser = findChromium() !== undefined || requirePeers;
  await house.start();
  try {
    const stories = [
      ...mainJob(house),
      ...(hasBrowser ? browserStories(house, browser) : []),
      ...bgp(house, hasBrowser ? browser : undefined),
      ...bgpActions(house),
      ...bgpMigration(house, hasBrowser ? browser : undefined),
      ...refusals(house),
      ...badInput(house),
      ...destroyGuards(house),
      ...removedOutside(house),
      ...addressRest(house),
      ...upstreamFaults(house),
      ...manyAtOnce(house),
      ...crashes(house),
      ...staleApprovals(house),
      ...twoReplicas(house),
      ...restore(house),
      ...ctrlC(house),
    ].filter(({ name }) => !filter || new RegExp(filter).test(name));
    const result = await runStories(stories, () => house.clearFaults());
    if (!hasBrowser) {
      result.skipped.push('browser stories: no Chromium on PATH');
    }
    if (report) {
      writeFileSync(report, JSON.stringify(result));
    }
  } finally {
    await browser.close();
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
