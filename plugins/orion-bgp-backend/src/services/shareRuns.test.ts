import { shareRuns } from './shareRuns';

/** Looks that end when they are told to. */
function looks() {
  const ends: { pass(): void; fail(): void }[] = [];
  const share = shareRuns(() => {
    const number = ends.length + 1;
    return new Promise<number>((resolve, reject) => {
      ends.push({
        pass: () => resolve(number),
        fail: () => reject(new Error(`look ${number} failed`)),
      });
    });
  });
  return { ends, share };
}

describe('shareRuns', () => {
  it('gives everybody a look that began after they asked, one at a time', async () => {
    const { ends, share } = looks();
    const first = share();
    const others = [share(), share(), share()];
    expect(ends).toHaveLength(1);
    ends[0].pass();
    expect(await first).toBe(1);
    // Whoever asks while the second one runs gets a third.
    expect(ends).toHaveLength(2);
    const late = share();
    ends[1].pass();
    expect(await Promise.all(others)).toEqual([2, 2, 2]);
    expect(ends).toHaveLength(3);
    ends[2].pass();
    expect(await late).toBe(3);
    const alone = share();
    expect(ends).toHaveLength(4);
    ends[3].pass();
    expect(await alone).toBe(4);
  });

  it('goes on after one that failed, which only those hear of who shared it', async () => {
    const { ends, share } = looks();
    const first = share();
    const second = share();
    ends[0].fail();
    await expect(first).rejects.toThrow('look 1 failed');
    ends[1].fail();
    await expect(second).rejects.toThrow('look 2 failed');
    const third = share();
    ends[2].pass();
    expect(await third).toBe(3);
  });
});
