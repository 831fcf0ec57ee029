import { zoneOffset } from './zoneOffset';

const local = (text: string) => Date.parse(`${text}Z`) / 1000;

it.each([
  ['UTC', '2026-07-01T12:00:00', 0],
  ['Europe/Berlin', '2026-01-01T12:00:00', 3600],
  ['Europe/Berlin', '2026-07-01T12:00:00', 7200],
  // Around the change at 2:00.
  ['Europe/Berlin', '2026-03-29T01:59:59', 3600],
  ['Europe/Berlin', '2026-03-29T03:00:01', 7200],
  ['America/New_York', '2026-07-01T12:00:00', -14_400],
  ['Asia/Kathmandu', '2026-07-01T12:00:00', 20_700],
])('%s at %s', (zone, text, offset) => {
  expect(zoneOffset(zone)(local(text)) + 0).toBe(offset);
});

it('does not take any name', () => {
  expect(() => zoneOffset('Mars/Olympus')).toThrow(RangeError);
});
