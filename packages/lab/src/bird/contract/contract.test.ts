import { describeWithDaemons, findDaemon } from '../../bgp/real';
import { RunningBird, startBird } from '../startBird';
import { birdContract } from './birdContract';
import { contractWorld } from './contractWorld';
import { startRealBird } from './startRealBird';

describe('the simulator', () => {
  let simulator: RunningBird;

  beforeAll(async () => {
    simulator = await startBird({ seed: contractWorld, connectMs: 100 });
  });
  afterAll(() => simulator?.stop());

  birdContract(() => simulator);
});

// Another one prints other texts than those that were recorded.
describeWithDaemons([{ bird: '2.0.12' }], 'a real BIRD', () => {
  let real: Awaited<ReturnType<typeof startRealBird>>;

  beforeAll(async () => {
    real = await startRealBird(findDaemon('bird')!);
  });
  afterAll(() => real?.stop());

  birdContract(() => real);
});
