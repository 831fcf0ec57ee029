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
    wrong: 5,
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
  const clock = readRouterClock('2026-11-26 13:00:00', noon, {
    offsetAt: berlin,
  });
  expect(clock.offset).toBe(3600);
  const moment = (text: string) => toUnixSeconds(readBirdTime(text), clock);
  expect(moment('2026-11-26 12:30:00')).toBe(at('2026-11-26T11:30:00Z'));
  expect(moment('2026-07-01 12:30:00')).toBe(at('2026-07-01T10:30:00Z'));
  // The clock is an hour off, or the zone is another one.
  expect(
    readRouterClock('2026-11-26 14:00:00', noon, { offsetAt: berlin }).offset,
  ).toBeUndefined();
});

it.each([
  ['unix', '1795694445', '1795690845'],
  ['local', '2026-11-26 13:00:45', '2026-11-26 12:00:45'],
  ['time of day', '2026-11-26 13:00:45', '12:00:45'],
])('tells %s times by another clock where it is wrong', (_, time, printed) => {
  // BIRD prints what was an hour ago by the clock it has now.
  const clock = readRouterClock(time, noon);
  expect(clock.wrong).toBe(45);
  expect(toUnixSeconds(readBirdTime(printed), clock)).toBe(noon - 3600);
});

it('takes the time of an answer for no error of the clock', () => {
  const wrong = (ahead: number, known?: number) =>
    readRouterClock(String(noon + ahead), noon, { wrong: known }).wrong;
  expect([-2, -1, 0, 2].map(ahead => wrong(ahead))).toEqual([0, 0, 0, 0]);
  expect([3, -3].map(ahead => wrong(ahead))).toEqual([3, -3]);
  expect([28, 30, 32].map(ahead => wrong(ahead, 30))).toEqual([30, 30, 30]);
  expect(wrong(27, 30)).toBe(27);
  // Right again, and not a second behind.
  expect(wrong(-1, 30)).toBe(0);
});
