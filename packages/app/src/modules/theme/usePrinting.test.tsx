import { act, render, screen } from '@testing-library/react';
import { usePrinting } from './usePrinting';

function Paper() {
  return <output>{usePrinting() ? 'paper' : 'screen'}</output>;
}

describe('usePrinting', () => {
  it('follows the browser to paper and back', () => {
    let matches = false;
    let tell = () => {};
    window.matchMedia = jest.fn().mockImplementation(media => ({
      media,
      get matches() {
        return media === 'print' && matches;
      },
      addEventListener: (_: string, changed: () => void) => {
        tell = changed;
      },
      removeEventListener: () => {},
    }));
    render(<Paper />);
    expect(screen.getByRole('status')).toHaveTextContent('screen');
    matches = true;
    act(() => tell());
    expect(screen.getByRole('status')).toHaveTextContent('paper');
    matches = false;
    act(() => tell());
    expect(screen.getByRole('status')).toHaveTextContent('screen');
  });
});
