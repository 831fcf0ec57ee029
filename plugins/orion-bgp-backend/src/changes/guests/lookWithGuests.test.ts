import { setTimeout as sleep } from 'node:timers/promises';
import { lookWithGuests } from './lookWithGuests';

const known = { names: ['web-01'], problems: [] };

describe('lookWithGuests', () => {
  it('looks at the routers again where an inventory was slow', async () => {
    let looks = 0;
    const look = async () => ++looks;
    const seen = await lookWithGuests(
      look,
      async sight => {
        expect(sight).toBe(1);
        await sleep(30);
        return known;
      },
      10,
    );
    expect(seen).toEqual({ sight: 2, guests: known });
  });

  it('looks once where nobody is asked, or answers at once', async () => {
    let looks = 0;
    const look = async () => ++looks;
    expect(await lookWithGuests(look, async () => undefined, 60_000)).toEqual({
      sight: 1,
      guests: undefined,
    });
  });
});
