import { session } from '../tests/fakes';
import { sessionStatus } from './sessionStatus';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const at = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

it.each([
  ['established', {}],
  ['notFound', { gone: true }],
  ['disabled', { state: 'down', adminState: 'down' }],
  [
    'down',
    {
      state: 'down',
      adminState: 'down',
      disabledBy: 'daemon',
      since: at(1),
    },
  ],
  ['down', { state: 'idle', adminState: 'prefix-limit', since: at(1) }],
  ['connecting', { state: 'connect', since: at(5) }],
  ['down', { state: 'connect', since: at(300) }],
  ['down', { state: 'active', since: undefined }],
  [
    'down',
    {
      state: 'active',
      since: at(2),
      flaps: {
        lastDay: 1,
        lastWeek: 1,
        lastAt: at(2),
        watchedSince: at(9000),
      },
    },
  ],
  ['unknown', { state: 'unknown' }],
] as const)('%s: %j', (word, over) => {
  expect(sessionStatus(session(over as object), NOW)).toBe(word);
});
