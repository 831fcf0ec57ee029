import { isSwitchedOff } from './isSwitchedOff';

it.each([
  [true, { adminState: 'down' }],
  [false, { adminState: 'down', disabledBy: 'daemon' }],
  [false, { adminState: 'prefix-limit' }],
  [false, { adminState: 'up' }],
] as const)('%s: %j', (expected, session) => {
  expect(isSwitchedOff(session)).toBe(expected);
});
