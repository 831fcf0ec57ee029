import { mockServices } from '@backstage/backend-test-utils';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../__testUtils__/readings';
import { IndexCounts } from './IndexCounts';

const session: Session = {
  ...sessionReading(),
  router: 'gw1',
  gone: false,
  flaps: { lastDay: 0, lastWeek: 0, watchedSince: '2026-01-01T00:00:00Z' },
};

const counted = {
  session: 'he_v6',
  family: 'ipv6-unicast' as const,
  counters: {
    received: { value: 7, definition: 'index' as const },
    best: { value: 5, definition: 'index' as const },
    exported: { value: 2, definition: 'index' as const },
  },
};

const create = (ask: jest.Mock) =>
  new IndexCounts({
    collector: { ask } as never,
    logger: mockServices.logger.mock(),
  });

describe('IndexCounts', () => {
  it('fills in what the daemon does not know, and nothing else', async () => {
    const ask = jest.fn().mockResolvedValue([counted]);
    const counts = create(ask);
    const { families } = await counts.complete(session);
    expect(families[0].counters).toEqual({
      received: { value: 210_000, definition: 'bird.kept' },
      accepted: { value: 209_500, definition: 'bird.imported' },
      best: { value: 5, definition: 'index' },
      exported: { value: 2, definition: 'index' },
    });
    await counts.complete(session);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('leaves it at that when the collector is away', async () => {
    const ask = jest.fn().mockRejectedValue(new Error('away'));
    expect(await create(ask).complete(session)).toMatchObject({
      families: session.families,
    });
  });

  it('asks nothing about a session that is down', async () => {
    const ask = jest.fn();
    const down = { ...session, state: 'idle' as const };
    expect(await create(ask).complete(down)).toBe(down);
    expect(ask).not.toHaveBeenCalled();
  });
});
