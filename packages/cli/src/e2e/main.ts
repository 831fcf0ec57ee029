import { writeFileSync } from 'node:fs';
import { findDaemon } from '@orion/lab';
import { runStories, Story } from '../checks/stories';
import { requirePeers, StageResult } from '../checks/types';
import { findChromium } from '../util/findChromium';
import { Browser } from './Browser';
import { House } from './House';
import { addressRest } from './stories/addressRest';
import { badInput } from './stories/badInput';
import { bgp } from './stories/bgp';
import { bgpActions } from './stories/bgpActions';
import { bgpCollector } from './stories/bgpCollector';
import { bgpLooks } from './stories/bgpLooks';
import { bgpMigration } from './stories/bgpMigration';
import { browserStories } from './stories/browser';
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

/** Runs all stories in two houses; `argv[2]` is where the report goes, `argv[3]` filters by a pattern of names. */
async function main(): Promise<void> {
  const [, , report, filter] = process.argv;
  const wanted = ({ name }: Story) => !filter || new RegExp(filter).test(name);
  const hasBrowser = findChromium() !== undefined || requirePeers;
  const results = [
    await inHouse({}, wanted, (house, browser) => [
      ...mainJob(house),
      ...(hasBrowser ? browserStories(house, browser) : []),
      ...bgp(house, hasBrowser ? browser : undefined),
      ...bgpTools(house),
      ...bgpActions(house),
      ...bgpMigration(house, hasBrowser ? browser : undefined),
      ...(hasBrowser ? bgpLooks(house, browser) : []),
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
      ...bgpCollector(house, hasBrowser ? browser : undefined),
      ...ctrlC(house),
    ]),
  ];
  if (requirePeers || hasDaemons()) {
    results.push(
      await inHouse({ realBgp: true }, wanted, (house, browser) =>
        realBgp(house, hasBrowser ? browser : undefined),
      ),
    );
  }
  const result = results.reduce(merge);
  if (!hasBrowser) {
    result.skipped.push('browser stories: no Chromium on PATH');
  }
  if (!requirePeers && !hasDaemons()) {
    result.skipped.push('stories on real routers: no bird or no gobgpd');
  }
  if (report) {
    writeFileSync(report, JSON.stringify(result));
  }
}

/** Starts a house for stories, unless none of them is wanted. */
async function inHouse(
  options: { realBgp?: boolean },
  wanted: (story: Story) => boolean,
  tell: (house: House, browser: Browser) => Story[],
): Promise<StageResult> {
  const house = new House(PORT, options);
  const browser = new Browser(house.baseUrl);
  const stories = tell(house, browser).filter(wanted);
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

function merge(one: StageResult, other: StageResult): StageResult {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: [...one.skipped, ...other.skipped],
    details: `${one.details ?? ''}${other.details ?? ''}`,
  };
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
