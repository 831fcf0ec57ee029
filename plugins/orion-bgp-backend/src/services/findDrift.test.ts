import { sessionReading } from '../__testUtils__/readings';
import { findSessionDrift } from './findDrift';

const decided = (state: 'up' | 'down') => ({
  router: 'gw1',
  target: 'session' as const,
  name: 'he_v6',
  state,
  changeId: 7,
  requester: 'user:default/operator',
  reason: 'maintenance',
  decidedAt: '2026-11-01T00:00:00.000Z',
  recordedAt: new Date('2026-11-01T00:00:01.000Z'),
});

const driftOf = (
  wanted: 'up' | 'down',
  over: Parameters<typeof sessionReading>[0],
) =>
  findSessionDrift(decided(wanted), {
    reading: sessionReading(over),
    fetchedAt: '2026-11-01T01:00:00.000Z',
  })?.state;

const off = { state: 'down', adminState: 'down' } as const;

describe('findSessionDrift', () => {
  it('finds one that somebody switched off, or on', () => {
    expect(driftOf('up', off)).toBe('up');
    expect(driftOf('down', {})).toBe('down');
    expect(driftOf('down', off)).toBeUndefined();
    expect(driftOf('up', {})).toBeUndefined();
  });

  it.each([
    ['its daemon', { ...off, disabledBy: 'daemon' as const }],
    ['its limit', { state: 'down', adminState: 'prefix-limit' } as const],
  ])('finds none where %s stopped it', (_, over) => {
    expect(driftOf('up', over)).toBeUndefined();
  });

  it('finds none where it is off as decided, whoever did it', () => {
    expect(driftOf('down', { ...off, disabledBy: 'daemon' })).toBeUndefined();
  });
});
