import { RunningBird, startBird } from '../startBird';
import { birdContract } from './birdContract';
import { contractWorld } from './contractWorld';
import { birdVersion, findBird, startRealBird } from './startRealBird';

describe('the simulator', () => {
  let simulator: RunningBird;

  beforeAll(async () => {
    simulator = await startBird({ seed: contractWorld, connectMs: 100 });
  });
  afterAll(() => simulator?.stop());

  birdContract(() => simulator);
});

const binary = findBird();
const version = binary ? birdVersion(binary) : 'none';
const recorded = '2.0.12';

(version === recorded ? describe : describe.skip)(
  version === recorded
    ? 'a real BIRD'
    : `a real BIRD ${recorded} (the one on the path: ${version})`,
  () => {
    let real: Awaited<ReturnType<typeof startRealBird>>;

    beforeAll(async () => {
      real = await startRealBird(binary!);
    }, 60_000);
    afterAll(() => real?.stop());

    birdContract(() => real);
  },
);
