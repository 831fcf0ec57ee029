import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { TableNews } from './TableNews';

const session = (
  name: string,
  numbers: { changes?: number; exportChanges?: number; exported?: number },
  state = 'established',
) => {
  const { changes = 1, exportChanges = 1, exported = 1 } = numbers;
  const counters = {
    exported: { definition: 'bird.exported', value: exported },
  };
  return {
    name,
    state,
    families: [{ family: 'ipv6-unicast', changes, exportChanges, counters }],
  } as unknown as SessionReading;
};

describe('TableNews', () => {
  const ask = jest.fn();
  const logger = { warn: jest.fn() } as any;
  let news: TableNews;
  const told = (sessions: SessionReading[]) => {
    ask.mockClear();
    news.note(sessions);
    return ask.mock.calls.map(([, input]) => input);
  };

  beforeEach(() => {
    ask.mockReset().mockResolvedValue({});
    logger.warn.mockClear();
    news = new TableNews({ collector: { ask }, logger, router: 'gw1' });
    news.note([session('he', {}), session('ix', {})]);
  });

  it('says nothing at the start, and while nothing moves', () => {
    expect(ask).not.toHaveBeenCalled();
    expect(told([session('he', {}), session('ix', {})])).toEqual([]);
  });

  it('does not take another order of the same sessions for news', () => {
    expect(told([session('ix', {}), session('he', {})])).toEqual([]);
  });

  it('tells what moved: the table, exports of one session, a session', () => {
    expect(told([session('he', { changes: 2 }), session('ix', {})])).toEqual([
      { router: 'gw1', table: true, resync: false, exports: [] },
    ]);
    // One prefix replaced another: as many go out as before.
    expect(
      told([
        session('he', { changes: 2 }),
        session('ix', { exportChanges: 3 }),
      ]),
    ).toEqual([
      { router: 'gw1', table: false, resync: false, exports: ['ix'] },
    ]);
    expect(
      told([
        session('he', { changes: 2 }),
        session('ix', { exportChanges: 3 }, 'active'),
      ]),
    ).toEqual([{ router: 'gw1', table: false, resync: true, exports: ['ix'] }]);
  });

  it('says once that the collector does not hear', async () => {
    ask.mockRejectedValue(new Error('away'));
    news.note([session('he', { changes: 2 })]);
    await new Promise(process.nextTick);
    news.note([session('he', { changes: 3 })]);
    await new Promise(process.nextTick);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('says again what was not heard, with what came meanwhile', async () => {
    ask.mockRejectedValue(new Error('away'));
    told([session('he', { changes: 2 }), session('ix', {})]);
    await new Promise(process.nextTick);
    expect(
      told([session('he', { changes: 2 }), session('ix', { exported: 2 })]),
    ).toMatchObject([{ table: true, exports: ['ix'] }]);
    await new Promise(process.nextTick);
    ask.mockResolvedValue({});
    const same = [
      session('he', { changes: 2 }),
      session('ix', { exported: 2 }),
    ];
    expect(told(same)).toMatchObject([
      { table: true, resync: false, exports: ['ix'] },
    ]);
    await new Promise(process.nextTick);
    expect(told(same)).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });
});
