import { describeWithDaemons } from '../../bgp/real';
import { RunningBird, startBird } from '../startBird';
import { othersContract } from './othersContract';
import { othersWorld } from './othersWorld';
import { startRealOthers } from './startRealOthers';

describe('the simulator', () => {
  let simulator: RunningBird;

  beforeAll(async () => {
    simulator = await startBird({ seed: othersWorld });
  });
  afterAll(() => simulator?.stop());

  othersContract(() => ({
    path: simulator.path,
    loseCache: async () => simulator.world.cacheLost('validator1'),
  }));
});

describeWithDaemons(
  // Another one prints other texts than those that were recorded.
  [{ bird: '2.0.12' }, 'stayrtr', 'namespaces'],
  'a real BIRD with a real cache',
  () => {
    let real: Awaited<ReturnType<typeof startRealOthers>>;

    beforeAll(async () => {
      real = await startRealOthers();
    });
    afterAll(() => real?.stop());

    othersContract(() => real);
  },
);
