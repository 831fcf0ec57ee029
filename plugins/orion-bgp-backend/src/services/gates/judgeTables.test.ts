import { gateFacts, gateTable } from '../../__testUtils__/gateFacts';
import { judgeTables } from './judgeTables';

const now = new Date('2026-11-26T12:00:00Z');

function judge(over: Parameters<typeof gateTable>[0]) {
  const facts = gateFacts({ now });
  return judgeTables({
    ...facts,
    to: { ...facts.to, table: gateTable({ router: 'gw2', ...over }) },
  });
}

describe('judgeTables', () => {
  it.each([
    ['11:59:30', 100, '30 s'],
    ['11:53:10', 100, '7 min'],
    // What takes long is read seldom.
    ['11:20:00', 60_000, '40 min'],
    // The collector's clock is a little ahead.
    ['12:00:10', 100, '0 s'],
  ])('lets a table of %s pass, and says how old it is', (at, dumpMs, age) => {
    const dumpedAt = `2026-11-26T${at}Z`;
    expect(judge({ state: 'polled', dumpedAt, dumpMs })).toMatchObject({
      state: 'passed',
      reason: `Both tables are whole, that of gw2 was read ${age} ago.`,
    });
  });

  it.each([
    ['11:52:30', 100, 'was read 8 min ago, and counts for 7 min'],
    ['10:00:00', 60_000, 'was read 120 min ago, and counts for 54 min'],
    ['12:02:00', 100, 'Nobody knows how old the table of gw2 is'],
  ])('does not let a table of %s pass', (at, dumpMs, reason) => {
    const dumpedAt = `2026-11-26T${at}Z`;
    expect(judge({ state: 'polled', dumpedAt, dumpMs })).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(reason),
    });
  });

  it('asks no age of a table that events keep up', () => {
    const dumpedAt = '2026-11-26T10:00:00Z';
    expect(judge({ state: 'live', dumpedAt, dumpMs: 1 })).toMatchObject({
      state: 'passed',
      reason: 'Both tables are whole.',
    });
  });

  it('takes a table for whole only when nothing of it was cut', () => {
    expect(judge({ cutAttributes: 3 })).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('gw2 printed 3 attributes only in part'),
    });
  });
});
