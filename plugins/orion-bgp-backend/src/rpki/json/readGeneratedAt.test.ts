import { readGeneratedAt } from './readGeneratedAt';

it.each([
  [
    'Routinator',
    { generated: 1_760_000_000, generatedTime: '2025-10-09T08:53:20Z' },
    1_760_000_000_000,
  ],
  ['an older Routinator', { generated: 1_760_000_000 }, 1_760_000_000_000],
  [
    'rpki-client',
    { buildmachine: 'm', buildtime: '2025-10-09T08:53:20Z', elapsedtime: '60' },
    1_760_000_000_000,
  ],
  [
    'StayRTR',
    { vrps: 2, buildtime: '2025-10-09T08:53:20Z' },
    1_760_000_000_000,
  ],
  ['nobody', { generatedTime: 'now', generated: 'x', buildtime: 5 }, undefined],
])('reads when %s made it', (_, metadata, at) => {
  expect(readGeneratedAt(metadata)).toBe(at);
});
