import { session } from '../tests/fakes';
import { countedLate } from './countedLate';

const counted = (
  router: string,
  asOf?: string,
  value: number | undefined = 1,
  stale?: boolean,
) =>
  session({
    router,
    families: [
      {
        family: 'ipv6-unicast',
        up: true,
        counters: { best: { value, definition: 'index', asOf, stale } },
      },
    ],
  });

describe('countedLate', () => {
  it('names each router once, with the oldest of its tables', () => {
    expect(
      countedLate([
        counted('gw1'),
        counted('gw2', '2026-11-26T10:05:00.000Z'),
        counted('gw2', '2026-11-26T10:00:00.000Z'),
        counted('gw3', '2026-11-26T09:00:00.000Z'),
      ]),
    ).toEqual([
      { router: 'gw2', asOf: '2026-11-26T10:00:00.000Z' },
      { router: 'gw3', asOf: '2026-11-26T09:00:00.000Z' },
    ]);
  });

  it('tells of a table that no longer says how things are', () => {
    const asOf = '2026-11-26T10:00:00.000Z';
    expect(countedLate([counted('gw2', asOf, 7, true)])).toEqual([
      { router: 'gw2', asOf, stale: true },
    ]);
  });

  it('says nothing of what is as old as its session', () => {
    expect(countedLate([session(), counted('gw2')])).toEqual([]);
  });
});
