import { act, renderHook } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { ReactNode } from 'react';
import { useLoadable, UseLoadableOptions } from './useLoadable';

function setup(
  load: (signal: AbortSignal) => Promise<string>,
  options?: UseLoadableOptions<string>,
) {
  const listeners: ((message: {}) => void)[] = [];
  const signals = {
    subscribe: (_: string, listener: (message: {}) => void) => {
      listeners.push(listener);
      return { unsubscribe: () => {} };
    },
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[signalApiRef, signals as never]]}>
      {children}
    </TestApiProvider>
  );
  const hook = renderHook(({ of }) => useLoadable(load, [of], options), {
    wrapper,
    initialProps: { of: 'a' },
  });
  return { ...hook, signal: () => listeners.forEach(one => one({})) };
}

describe('useLoadable', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

  it('goes from loading to ready', async () => {
    const { result } = setup(async () => 'x');
    expect(result.current.status).toBe('loading');
    await pass(0);
    expect(result.current).toMatchObject({ status: 'ready', data: 'x' });
  });

  it('keeps the last answer when the next one fails, and recovers', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce('x')
      .mockRejectedValueOnce(new Error('down'));
    load.mockResolvedValue('y');
    const { result } = setup(load, { pollMs: 1000 });
    await pass(0);
    await pass(1000);
    expect(result.current).toMatchObject({ status: 'stale', data: 'x' });
    await pass(1000);
    expect(result.current).toMatchObject({ status: 'ready', data: 'y' });
  });

  it('waits for an answer that takes longer than the polling', async () => {
    const load = jest.fn(
      () => new Promise<string>(done => setTimeout(() => done('late'), 3500)),
    );
    const { result } = setup(load, { pollMs: 1000 });
    await pass(3400);
    expect(load).toHaveBeenCalledTimes(1);
    await pass(200);
    expect(result.current).toMatchObject({ status: 'ready', data: 'late' });
    await pass(1000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('asks again when an answer is lost', async () => {
    const load = jest
      .fn()
      .mockImplementationOnce(() => new Promise<string>(() => {}))
      .mockResolvedValue('y');
    const { result } = setup(load, { pollMs: 1000 });
    await pass(62_000);
    expect(result.current).toMatchObject({ status: 'ready', data: 'y' });
  });

  it('is an error only without data', async () => {
    const load = jest
      .fn()
      .mockRejectedValueOnce(new Error('down'))
      .mockResolvedValue('y');
    const { result } = setup(load);
    await pass(0);
    expect(result.current).toMatchObject({
      status: 'error',
      error: { message: 'down' },
    });
    act(() => result.current.retry());
    expect(result.current.status).toBe('loading');
    await pass(0);
    expect(result.current.status).toBe('ready');
  });

  it('looks as soon as it is told, and once more after a burst of signals', async () => {
    const load = jest.fn().mockResolvedValue('x');
    const { signal } = setup(load, { channel: 'c' });
    await pass(0);
    act(() => signal());
    await pass(60);
    expect(load).toHaveBeenCalledTimes(2);
    for (let count = 0; count < 5; count++) {
      act(() => signal());
      await pass(50);
    }
    expect(load).toHaveBeenCalledTimes(2);
    await pass(1000);
    expect(load).toHaveBeenCalledTimes(3);
    // After some quiet the next one is the first again.
    act(() => signal());
    await pass(60);
    expect(load).toHaveBeenCalledTimes(4);
  });

  it('looks during a stream of signals that does not end, and once after it', async () => {
    const load = jest.fn().mockResolvedValue('x');
    const { signal } = setup(load, { channel: 'c' });
    await pass(0);
    for (let count = 0; count < 30; count++) {
      act(() => signal());
      await pass(100);
    }
    const during = load.mock.calls.length - 1;
    expect(during).toBeGreaterThanOrEqual(6);
    expect(during).toBeLessThanOrEqual(10);
    await pass(5000);
    expect(load.mock.calls.length - 1 - during).toBeLessThanOrEqual(1);
  });

  it('keeps answers that take longer than the signals are apart', async () => {
    let asked = 0;
    let answered = 0;
    const load = (abort: AbortSignal) => {
      asked += 1;
      const answer = String(asked);
      return new Promise<string>(done => {
        setTimeout(() => {
          answered += abort.aborted ? 0 : 1;
          done(answer);
        }, 900);
      });
    };
    const { result, signal } = setup(load, { channel: 'c' });
    const storm = async (signals: number) => {
      for (let count = 0; count < signals; count++) {
        act(() => signal());
        await pass(100);
      }
    };
    await storm(10);
    expect(result.current).toMatchObject({ status: 'ready', data: '1' });
    await storm(30);
    expect(Number((result.current as { data: string }).data)).toBeGreaterThan(
      2,
    );
    // The one on its way may be older than the last signal.
    act(() => signal());
    const before = asked;
    await pass(5000);
    expect(asked).toBe(before + 1);
    expect(result.current).toMatchObject({ data: String(asked) });
    expect(answered).toBe(asked);
  });

  it('gives up a lost answer when a signal comes', async () => {
    const load = jest
      .fn()
      .mockImplementationOnce(() => new Promise<string>(() => {}))
      .mockResolvedValue('y');
    const { result, signal } = setup(load, { channel: 'c' });
    await pass(1000);
    act(() => signal());
    await pass(58_000);
    expect(load).toHaveBeenCalledTimes(1);
    await pass(2000);
    expect(result.current).toMatchObject({ status: 'ready', data: 'y' });
  });

  it('asks another question once, whatever was told before', async () => {
    const load = jest.fn().mockResolvedValue('x');
    const { rerender, signal, unmount } = setup(load, { channel: 'c' });
    await pass(0);
    act(() => signal());
    rerender({ of: 'b' });
    await pass(5000);
    expect(load).toHaveBeenCalledTimes(2);
    act(() => signal());
    unmount();
    await pass(5000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('does not poll a hidden tab, and looks when it is shown', async () => {
    const visibility = jest
      .spyOn(document, 'visibilityState', 'get')
      .mockReturnValue('hidden');
    const load = jest.fn().mockResolvedValue('x');
    setup(load, { pollMs: 1000 });
    await pass(5000);
    expect(load).toHaveBeenCalledTimes(1);
    visibility.mockReturnValue('visible');
    await act(async () => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(load).toHaveBeenCalledTimes(2);
    visibility.mockRestore();
  });

  it('drops the answer to an older question', async () => {
    const answers: ((text: string) => void)[] = [];
    const { result, rerender } = setup(
      () => new Promise(resolve => answers.push(resolve)),
    );
    rerender({ of: 'b' });
    answers[1]('new');
    await pass(0);
    answers[0]('old');
    await pass(0);
    expect(result.current).toMatchObject({ status: 'ready', data: 'new' });
  });

  it('is stale while nobody answers, and takes a slow answer when it comes', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce('x')
      .mockImplementationOnce(
        () => new Promise<string>(done => setTimeout(() => done('y'), 40_000)),
      )
      .mockResolvedValue('z');
    const { result } = setup(load, { pollMs: 1000 });
    await pass(1000);
    await pass(14_000);
    expect(result.current).toMatchObject({ status: 'ready', data: 'x' });
    await pass(2000);
    expect(result.current).toMatchObject({
      status: 'stale',
      data: 'x',
      error: { message: 'ORION has not answered for more than 15 s' },
    });
    await pass(24_500);
    expect(load).toHaveBeenCalledTimes(2);
    expect(result.current).toMatchObject({ status: 'ready', data: 'y' });
    await pass(60_000);
    expect(result.current).toMatchObject({ status: 'ready', data: 'z' });
  });

  it('stays stale until there is an answer, however often it is asked again', async () => {
    let heal: ((text: string) => void) | undefined;
    const load = jest.fn(() => new Promise<string>(() => {}));
    load.mockResolvedValueOnce('x');
    const { result } = setup(load, { pollMs: 1000 });
    await pass(1000 + 16_000);
    for (let second = 0; second < 150; second++) {
      await pass(1000);
      expect(result.current.status).toBe('stale');
    }
    // Once more after each minute, and again when somebody wants it.
    expect(load).toHaveBeenCalledTimes(4);
    load.mockImplementationOnce(
      () =>
        new Promise<string>(done => {
          heal = done;
        }),
    );
    act(() => result.current.retry());
    expect(result.current.status).toBe('stale');
    await pass(20_000);
    expect(result.current).toMatchObject({ status: 'stale', data: 'x' });
    heal!('y');
    await pass(0);
    expect(result.current).toMatchObject({ status: 'ready', data: 'y' });
  });

  it('has failed when nothing came within a minute, and takes it when it comes', async () => {
    const load = jest.fn(
      () => new Promise<string>(done => setTimeout(() => done('x'), 90_000)),
    );
    const { result } = setup(load);
    await pass(59_000);
    expect(result.current.status).toBe('loading');
    await pass(2000);
    expect(result.current).toMatchObject({
      status: 'error',
      error: { message: 'ORION has not answered for more than 60 s' },
    });
    await pass(29_500);
    expect(result.current).toMatchObject({ status: 'ready', data: 'x' });
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('gives another question and another try their own wait', async () => {
    const load = jest.fn(() => new Promise<string>(() => {}));
    const { result, rerender } = setup(load);
    await pass(50_000);
    rerender({ of: 'b' });
    await pass(50_000);
    expect(result.current.status).toBe('loading');
    await pass(11_000);
    expect(result.current.status).toBe('error');
    act(() => result.current.retry());
    await pass(50_000);
    expect(result.current.status).toBe('loading');
    await pass(11_000);
    expect(result.current.status).toBe('error');
  });

  it('keeps what was refused over a silence after it', async () => {
    const load = jest.fn(() => new Promise<string>(() => {}));
    load
      .mockResolvedValueOnce('x')
      .mockRejectedValueOnce(new Error('no such thing'));
    const { result } = setup(load, { pollMs: 1000 });
    await pass(100_000);
    expect(result.current).toMatchObject({
      status: 'stale',
      error: { message: 'no such thing' },
    });
  });

  it('is not stale to somebody who comes back, before there was time to answer', async () => {
    const visibility = jest
      .spyOn(document, 'visibilityState', 'get')
      .mockReturnValue('visible');
    const load = jest.fn(() => new Promise<string>(() => {}));
    load.mockResolvedValueOnce('x');
    const { result } = setup(load, { pollMs: 1000 });
    await pass(1000 + 10_000);
    visibility.mockReturnValue('hidden');
    await pass(600_000);
    expect(result.current.status).toBe('ready');
    visibility.mockReturnValue('visible');
    await act(async () => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    // The one lost meanwhile is asked again at once.
    expect(load).toHaveBeenCalledTimes(3);
    await pass(14_000);
    expect(result.current.status).toBe('ready');
    await pass(2000);
    expect(result.current.status).toBe('stale');
    visibility.mockRestore();
  });

  it('does not count the time a machine sleeps', async () => {
    const load = jest.fn(() => new Promise<string>(() => {}));
    load.mockResolvedValueOnce('x');
    const { result } = setup(load, { pollMs: 1000 });
    await pass(1000 + 10_000);
    const awake = performance.now.bind(performance);
    const clock = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => awake() + 8 * 3_600_000);
    await pass(14_000);
    expect(result.current.status).toBe('ready');
    await pass(3000);
    expect(result.current.status).toBe('stale');
    clock.mockRestore();
  });

  it('has a timer only while it waits, and redraws only when something is new', async () => {
    const load = jest.fn(() => new Promise<string>(() => {}));
    load.mockResolvedValueOnce('x');
    const { result, unmount } = setup(load);
    await pass(0);
    expect(result.current.status).toBe('ready');
    expect(jest.getTimerCount()).toBe(0);
    act(() => result.current.retry());
    expect(jest.getTimerCount()).toBe(1);
    const ready = result.current;
    await pass(14_000);
    expect(result.current).toBe(ready);
    await pass(2000);
    const stale = result.current;
    expect(stale.status).toBe('stale');
    await pass(300_000);
    expect(result.current).toBe(stale);
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('says that what it keeps answers another question', async () => {
    const answers: ((text: string) => void)[] = [];
    const load = jest.fn(
      () => new Promise<string>(resolve => answers.push(resolve)),
    );
    const { result, rerender } = setup(load, { keepPrevious: true });
    expect(result.current.status).toBe('loading');
    answers[0]('of a');
    await pass(0);
    expect(result.current).toMatchObject({ status: 'ready', data: 'of a' });
    expect(result.current).not.toHaveProperty('pending');
    rerender({ of: 'b' });
    expect(result.current).toMatchObject({
      status: 'ready',
      data: 'of a',
      pending: true,
    });
    await pass(16_000);
    expect(result.current).toMatchObject({ status: 'stale', pending: true });
    answers[1]('of b');
    await pass(0);
    expect(result.current).toMatchObject({ status: 'ready', data: 'of b' });
    expect(result.current).not.toHaveProperty('pending');
    // Looking again at the same question is no other question.
    act(() => result.current.retry());
    expect(result.current).not.toHaveProperty('pending');
  });

  it('keeps nothing when the other question fails, nor when it is not answered', async () => {
    const load = jest.fn(() => new Promise<string>(() => {}));
    load
      .mockResolvedValueOnce('of a')
      .mockRejectedValueOnce(new Error('no b'))
      .mockResolvedValueOnce('of c');
    const { result, rerender } = setup(load, { keepPrevious: true });
    await pass(0);
    rerender({ of: 'b' });
    await pass(0);
    expect(result.current).toMatchObject({
      status: 'error',
      error: { message: 'no b' },
    });
    rerender({ of: 'c' });
    await pass(0);
    rerender({ of: 'd' });
    await pass(61_000);
    expect(result.current).toMatchObject({
      status: 'error',
      error: { message: 'ORION has not answered for more than 60 s' },
    });
  });
});
