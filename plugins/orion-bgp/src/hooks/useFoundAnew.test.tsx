import { renderHook } from '@testing-library/react';
import { useFoundAnew } from './useFoundAnew';

function reading(items: string[], first: string[]) {
  const retry = jest.fn();
  const answer = (data = { items: first }) => ({
    items: [...data.items, ...items.slice(first.length)],
    page: { status: 'ready' as const, data, observedAt: new Date(), retry },
  });
  const hook = renderHook(({ found, list }) => useFoundAnew(list, found), {
    initialProps: { found: '5', list: answer() },
  });
  return { ...hook, answer, retry };
}

describe('useFoundAnew', () => {
  it('asks again, once, when the comparison finds something else', () => {
    const { answer, rerender, result, retry } = reading(['a'], ['a']);
    const list = answer();
    rerender({ found: '5', list });
    expect(retry).not.toHaveBeenCalled();
    rerender({ found: '0', list });
    rerender({ found: '0', list });
    expect(retry).toHaveBeenCalledTimes(1);
    expect(result.current).toBeUndefined();
    rerender({ found: '0', list: answer({ items: [] }) });
    expect(retry).toHaveBeenCalledTimes(1);
  });

  it('leaves it to who reads further pages', () => {
    const { answer, rerender, result, retry } = reading(['a', 'b'], ['a']);
    const list = answer();
    rerender({ found: '5', list });
    expect(result.current).toBeUndefined();
    rerender({ found: '4', list });
    expect(retry).not.toHaveBeenCalled();
    expect(result.current).toBe(retry);
  });
});
