import { setTimeout as sleep } from 'node:timers/promises';
import { inLots } from './inLots';

it('asks so many at once, and answers in their order', async () => {
  let most = 0;
  let open = 0;
  const answers = await inLots([1, 2, 3, 4, 5], 2, async item => {
    open += 1;
    most = Math.max(most, open);
    await sleep(5 - item);
    open -= 1;
    return item * 10;
  });
  expect(answers).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
  expect(await inLots([], 2, async () => 1)).toEqual([]);
});
