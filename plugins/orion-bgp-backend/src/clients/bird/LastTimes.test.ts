import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { readBirdTime } from './birdTime';
import { LastTimes } from './LastTimes';

const at = (text: string) => Date.parse(text) / 1000;
const clock = { now: at('2026-11-26T12:00:00Z'), offset: 3600 };
const session = (name: string, since: string) => ({
  reading: { name } as SessionReading,
  since: readBirdTime(since),
});

it('keeps a moment when BIRD goes over to saying the day only', () => {
  const times = new LastTimes();
  const since = (text: string) => {
    const { sessions, datesOnly } = times.apply([session('a', text)], clock);
    return [sessions[0].since, datesOnly];
  };
  expect(since('00:30:00.500')).toEqual(['2026-11-25T23:30:00.000Z', false]);
  // The router's day, not that of UTC.
  expect(since('2026-11-26')).toEqual(['2026-11-25T23:30:00.000Z', false]);
  expect(since('2026-11-26')).toEqual(['2026-11-25T23:30:00.000Z', false]);
  expect(since('2026-11-27')).toEqual([undefined, true]);
  // Forgotten: another change lies between.
  expect(since('2026-11-26')).toEqual([undefined, true]);
});

it('does not mix sessions up', () => {
  const times = new LastTimes();
  times.apply([session('a', '10:00:00')], clock);
  const { sessions } = times.apply(
    [session('b', '2026-11-26'), session('a', '2026-11-26')],
    clock,
  );
  expect(sessions.map(({ since }) => since)).toEqual([
    undefined,
    '2026-11-26T09:00:00.000Z',
  ]);
});

it('knows that a day is long over, and trusts no format without times', () => {
  const datedByDay = (since: string, now = clock) =>
    new LastTimes().apply([session('a', since)], now).datedByDay;
  expect(datedByDay('2026-11-25')).toEqual(['a']);
  // One o'clock in the afternoon: BIRD's own format still tells the time.
  expect(datedByDay('2026-11-26')).toEqual([]);
  expect(datedByDay('10:00:00')).toEqual([]);
  const evening = { ...clock, now: at('2026-11-26T19:30:00Z') };
  expect(datedByDay('2026-11-26', evening)).toEqual(['a']);
  expect(datedByDay('2026-11-25', { ...clock, offset: undefined! })).toEqual(
    [],
  );
});
