import { scheduleRollUp } from './scheduleRollUp';

describe('scheduleRollUp', () => {
  it('keeps 90 days of everything, on one replica', async () => {
    const scheduleTask = jest.fn();
    const rollUp = jest.fn();
    const forget = jest.fn();
    await scheduleRollUp({
      scheduler: { scheduleTask } as never,
      store: { rollUp } as never,
      history: { forget } as never,
    });
    const [[task]] = scheduleTask.mock.calls;
    expect(task).toMatchObject({
      id: 'orion-bgp-roll-up',
      frequency: { minutes: 15 },
    });
    expect(task.scope ?? 'global').toBe('global');
    await task.fn();
    expect(rollUp.mock.calls).toEqual([[90]]);
    expect(forget.mock.calls).toEqual([[90]]);
  });
});
