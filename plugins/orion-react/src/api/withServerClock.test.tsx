import { act, renderHook, screen } from '@testing-library/react';
import { renderPiece } from '../__testUtils__/renderPiece';
import { FreshnessLabel } from '../components/FreshnessLabel/FreshnessLabel';
import { useNow } from '../hooks/useNow';
import { serverNow } from './serverClock';
import { withServerClock } from './withServerClock';

const aheadMs = () => serverNow() - Date.now();

/** An answer of a server whose clock is so far from this one. */
async function answer(offMs: number, over: Record<string, string> = {}) {
  const date = new Date(Date.now() + offMs).toUTCString();
  const response = { headers: new Headers({ date, ...over }), ok: true };
  const fetch = jest.fn().mockResolvedValue(response);
  const { fetchApi, other } = withServerClock({
    fetchApi: { fetch },
    other: 1,
  });
  expect(await fetchApi.fetch('/x', { method: 'POST' })).toBe(response);
  expect(fetch).toHaveBeenCalledWith('/x', { method: 'POST' });
  expect(other).toBe(1);
}

describe('withServerClock', () => {
  afterEach(() => act(() => answer(0)));

  it.each([-20_000, 600_000])(
    'has now as the server, %d ms off',
    async offMs => {
      await answer(offMs);
      expect(Math.abs(aheadMs() - offMs)).toBeLessThan(1_200);
    },
  );

  it('does not move with what rounding makes of two clocks that are alike', async () => {
    await answer(20_000);
    const known = aheadMs();
    await answer(19_300);
    await answer(20_700);
    expect(aheadMs()).toBe(known);
  });

  it('takes no time of an answer that was kept on the way, or has none', async () => {
    const known = aheadMs();
    await answer(-60_000, { age: '60' });
    await answer(0, { date: '' });
    expect(aheadMs()).toBe(known);
  });

  it('takes no time of an answer that was long on its way', async () => {
    const known = aheadMs();
    const now = jest.spyOn(performance, 'now').mockReturnValueOnce(0);
    now.mockReturnValueOnce(4_000);
    await answer(-60_000);
    now.mockRestore();
    expect(aheadMs()).toBe(known);
  });

  it('tells who shows an age at once', async () => {
    const { result } = renderHook(() => useNow(60_000));
    const before = result.current;
    await act(() => answer(-600_000));
    expect(result.current).toBeLessThan(before - 590_000);
  });

  it('tells nothing late of a router that was just read', async () => {
    await answer(-20_000);
    const freshness = {
      source: 'bgp:gw1',
      fetchedAt: new Date(Date.now() - 21_000).toISOString(),
      intervalMs: 5_000,
      stale: false,
    };
    renderPiece(<FreshnessLabel freshness={freshness} />);
    expect(await screen.findByText(/^\d s ago$/)).toBeInTheDocument();
    expect(screen.queryByText(/silent since/)).toBeNull();
  });
});
