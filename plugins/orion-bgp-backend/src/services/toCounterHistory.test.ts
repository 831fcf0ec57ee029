import { toCounterHistory } from './toCounterHistory';

const sample = (at: number, value?: number) => ({
  family: 'ipv6-unicast',
  at,
  counters: { received: { value, definition: 'bird.kept' } },
});

describe('toCounterHistory', () => {
  it('breaks the line where nothing was read', () => {
    const { series } = toCounterHistory(
      [sample(60, 1), sample(120, 2), sample(360, 3)],
      60,
      400,
    );
    expect(series).toEqual([
      {
        family: 'ipv6-unicast',
        counter: 'received',
        definition: 'bird.kept',
        times: [60, 120, 180, 360],
        values: [1, 2, null, 3],
      },
    ]);
  });

  it('ends the line where nothing came any more', () => {
    const { series } = toCounterHistory([sample(60, 1)], 60, 3_600.5);
    expect(series).toMatchObject([
      { times: [60, 120, 3_600], values: [1, null, null] },
    ]);
    expect(toCounterHistory([sample(60, 1)], 60, 240).series).toMatchObject([
      { times: [60], values: [1] },
    ]);
  });

  it('has no series for what the daemon cannot know', () => {
    expect(toCounterHistory([sample(60)], 60, 100).series).toEqual([]);
  });

  it('begins another line when it is counted differently', () => {
    const rows = [sample(60, 5), sample(120, 6)];
    rows[1].counters.received.definition = 'gobgp.received';
    expect(toCounterHistory(rows, 60, 130).series).toHaveLength(2);
  });
});
