import { readBirdTime, readRouterClock, toUnixSeconds } from './birdTime';
import { zoneOffset } from './zoneOffset';

const at = (text: string) => Date.parse(text) / 1000;
const noon = at('2026-11-26T12:00:00Z');

it.each([
  [
    '2026-11-26 05:45:41',
    { kind: 'local', seconds: at('2026-11-26T05:45:41Z') },
  ],
  [
    '2026-11-26 05:45:41.250',
    { kind: 'local', seconds: at('2026-11-26T05:45:41Z') },
  ],
  ['05:50:02.435', { kind: 'time-of-day', seconds: 21_002 }],
  ['05:50:02', { kind: 'time-of-day', seconds: 21_002 }],
  ['2026-11-26', { kind: 'date', seconds: at('2026-11-26T00:00:00Z') }],
  ['1795672800', { kind: 'unix', seconds: 1_795_672_800 }],
  ['1795672800.999', { kind: 'unix', seconds: 1_795_672_800 }],
  ['26-11-2026', undefined],
  ['2026-13-41', undefined],
  ['99:99:99', undefined],
  ['05:50', undefined],
  ['', undefined],
])('reads %s', (text, expected) => {
  expect(readBirdTime(text)).toEqual(expected);
});

it('works the time zone out of the time of now', () => {
  const offset = (text: string) => readRouterClock(text, noon).offset;
  expect(offset('2026-11-26 12:00:01.5')).toBe(0);
  expect(offset('2026-11-26 13:00:30')).toBe(3600);
  expect(offset('2026-11-26 17:44:50')).toBe(20_700);
  expect(offset('2026-11-26 04:00:00')).toBe(-28_800);
  // Neither a zone nor right.
  expect(offset('2026-11-26 12:07:00')).toBeUndefined();
  expect(offset('2026-11-28 12:00:00')).toBeUndefined();
  expect(offset('12:00:00')).toBeUndefined();
  expect(readRouterClock('1795694405', noon)).toEqual({
    now: 1_795_694_405,
    offset: 0,
  });
});

it('says nothing rather than a wrong moment', () => {
  const paris = readRouterClock('2026-11-26 13:00:00', noon);
  const unknown = readRouterClock(undefined, noon);
  const moment = (text: string, clock = paris) =>
    toUnixSeconds(readBirdTime(text), clock);
  expect(moment('2026-11-26 12:30:00')).toBe(at('2026-11-26T11:30:00Z'));
  expect(moment('12:59:00')).toBe(at('2026-11-26T11:59:00Z'));
  expect(moment('13:00:03')).toBe(at('2026-11-26T12:00:03Z'));
  expect(moment('17:00:00')).toBe(at('2026-11-25T16:00:00Z'));
  expect(moment('2026-11-25')).toBeUndefined();
  expect(moment('2026-11-26 12:30:00', unknown)).toBeUndefined();
  expect(moment('1795672800', unknown)).toBe(1_795_672_800);
});

it('knows summer time where it knows the zone', () => {
  const berlin = zoneOffset('Europe/Berlin');
  const clock = readRouterClock('2026-11-26 13:00:00', noon, berlin);
  expect(clock.offset).toBe(3600);
  const moment = (text: string) => toUnixSeconds(readBirdTime(text), clock);
  expect(moment('2026-11-26 12:30:00')).toBe(at('2026-11-26T11:30:00Z'));
  expect(moment('2026-07-01 12:30:00')).toBe(at('2026-07-01T10:30:00Z'));
  // The clock is an hour off, or the zone is another one.
  expect(
    readRouterClock('2026-11-26 14:00:00', noon, berlin).offset,
  ).toBeUndefined();
});
