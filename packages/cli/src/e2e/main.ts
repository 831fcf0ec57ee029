import { writeFileSync } from 'node:fs';
import { findDaemon } from '@orion/lab';
import { runStories, Story } from '../checks/stories';
import { mergeResults } from '../checks/mergeResults';
import { missingPeer, requirePeers, StageResult } from '../checks/types';
import { findChromium } from '../util/findChromium';
import { Browser } from './Browser';
import { House } from './House';
import { addressRest } from './stories/addressRest';
import { badInput } from './stories/badInput';
import { bgp } from './stories/bgp';
import { bgpActions } from './stories/bgpActions';
import { bgpOrders } from './stories/bgpOrders';
import { bgpCollector } from './stories/bgpCollector';
import { bgpLooks } from './stories/bgpLooks';
import { bgpMigration } from './stories/bgpMigration';
import { browserStories } from './stories/browser';
import { bgpTime } from './stories/bgpTime';
import { bgpTools } from './stories/bgpTools';
import { crashes } from './stories/crashes';
import { ctrlC } from './stories/ctrlC';
import { destroyGuards } from './stories/destroyGuards';
import { mainJob } from './stories/mainJob';
import { manyAtOnce } from './stories/manyAtOnce';
import { realBgp } from './stories/realBgp';
import { refusals } from './stories/refusals';
import { removedOutside } from './stories/removedOutside';
import { restore } from './stories/restore';
import { staleApprovals } from './stories/staleApprovals';
import { twoReplicas } from './stories/twoReplicas';
import { upstreamFaults } from './stories/upstreamFaults';

const PORT = Number(process.env.ORION_E2E_PORT ?? 7307);

/** A house, and what is told in it. */
interface Part {
  realBgp?: boolean;
  tell(house: House, browser: Browser | undefined): Story[];
}

const PARTS: Record<string, Part> = {
  lab: {
    tell: (house, browser) => [
      ...mainJob(house),
      ...(browser ? browserStories(house, browser) : []),
      ...bgp(house, browser),
      ...bgpTools(house),
      ...bgpActions(house),
      ...bgpOrders(house),
      ...bgpMigration(house, browser),
      ...(browser
        ? [...bgpTime(house, browser), ...bgpLooks(house, browser)]
        : []),
      ...refusals(house),
      ...badInput(house),
      ...bgpCollector(house, browser),
    ],
  },
  faults: {
    tell: house => [
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
    ],
  },
  real: { realBgp: true, tell: realBgp },
};

/**
 * Runs stories, each part of them in a house of its own.
 *
 * `argv[2]` is where the report goes, `argv[3]` filters by a pattern of names,
 * `argv[4]` has the parts with commas between them; all of them without it.
 */
async function main(): Promise<void> {
  const [, , report, filter, parts] = process.argv;
  const wanted = ({ name }: Story) => !filter || new RegExp(filter).test(name);
  const hasBrowser = findChromium() !== undefined || requirePeers;
  const results: StageResult[] = [];
  for (const name of parts ? parts.split(',') : Object.keys(PARTS)) {
    const part = PARTS[name];
    if (!part) {
      throw new Error(`no part ${name}: ${Object.keys(PARTS).join(', ')}`);
    }
    if (!part.realBgp || requirePeers || hasDaemons()) {
      results.push(await inHouse(part, wanted, hasBrowser));
    } else {
      results.push(
        missingPeer('stories on real routers: no bird or no gobgpd'),
      );
    }
  }
  const result = results.reduce(mergeResults);
  if (!hasBrowser) {
    result.skipped.push('browser stories: no Chromium on PATH');
  }
  if (report) {
    writeFileSync(report, JSON.stringify(result));
  }
}

/** Starts a house for stories, unless none of them is wanted. */
async function inHouse(
  { realBgp: real, tell }: Part,
  wanted: (story: Story) => boolean,
  hasBrowser: boolean,
): Promise<StageResult> {
  const house = new House(PORT, { realBgp: real });
  const browser = new Browser(house.baseUrl);
  const stories = tell(house, hasBrowser ? browser : undefined).filter(wanted);
  if (stories.length === 0) {
    return { passed: 0, failed: 0, skipped: [], details: '' };
  }
  await house.start();
  try {
    return await runStories(stories, () => house.clearFaults());
  } finally {
    await browser.close();
    await house.stop();
  }
}

function hasDaemons(): boolean {
  const gobgp = findDaemon('gobgpd4') ?? findDaemon('gobgpd3');
  return findDaemon('bird') !== undefined && gobgp !== undefined;
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
