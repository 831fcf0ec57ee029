import { render, screen } from '@testing-library/react';
import { useKeptHeight } from './useKeptHeight';

function Part({ ready }: { ready: boolean }) {
  return <div data-testid="part" {...useKeptHeight('part', ready)} />;
}

describe('useKeptHeight', () => {
  beforeEach(() => window.localStorage.clear());

  it('keeps the room of last time while the part loads, and lets it go then', () => {
    window.localStorage.setItem(
      'orion.height.part',
      `${window.innerWidth} 240`,
    );
    const { rerender } = render(<Part ready={false} />);
    expect(screen.getByTestId('part')).toHaveStyle({ minHeight: '240px' });
    rerender(<Part ready />);
    expect(screen.getByTestId('part')).not.toHaveStyle({ minHeight: '240px' });
  });

  it('takes nothing from a window of another width', () => {
    window.localStorage.setItem('orion.height.part', '12 240');
    render(<Part ready={false} />);
    expect(screen.getByTestId('part')).not.toHaveAttribute('style');
  });

  it('keeps what it measures', () => {
    let measure = () => {};
    global.ResizeObserver = class {
      constructor(callback: () => void) {
        measure = callback;
      }
      observe() {}
      unobserve() {}
      disconnect() {}
    } as never;
    render(<Part ready />);
    measure();
    expect(window.localStorage.getItem('orion.height.part')).toBe(
      `${window.innerWidth} 0`,
    );
  });
});
