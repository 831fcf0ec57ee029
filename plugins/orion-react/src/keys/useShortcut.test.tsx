import { useState } from 'react';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useShortcut } from './useShortcut';
import { useShortcutList } from './useShortcutList';

function Page({ on = true }: { on?: boolean }) {
  const [said, setSaid] = useState<string[]>([]);
  const say = (word: string) => () => setSaid(before => [...before, word]);
  useShortcut('a', 'Approve', say('a'), on);
  useShortcut('g h', 'Home', say('home'));
  useShortcut('h', 'Hide', say('hide'));
  const list = useShortcutList();
  return (
    <>
      <input aria-label="text" />
      <output>{said.join(' ')}</output>
      <ul>
        {list.shortcuts.map(({ keys, label }) => (
          <li key={keys}>{`${keys}: ${label}`}</li>
        ))}
      </ul>
      <button onClick={() => list.setKeysOn(!list.keysOn)}>switch</button>
    </>
  );
}

describe('useShortcut', () => {
  beforeEach(() => window.localStorage.clear());

  it('runs single keys and sequences, and lists them', async () => {
    const { unmount } = render(<Page />);
    await userEvent.keyboard('ahgh');
    expect(screen.getByRole('status')).toHaveTextContent('a hide home');
    expect(
      screen.getAllByRole('listitem').map(item => item.textContent),
    ).toEqual(['a: Approve', 'g h: Home', 'h: Hide']);
    unmount();
    await userEvent.keyboard('a');
  });

  it('lets people type, and leaves keys with a modifier alone', async () => {
    render(<Page />);
    await userEvent.type(screen.getByLabelText('text'), 'a gh');
    expect(screen.getByLabelText('text')).toHaveValue('a gh');
    await userEvent.click(document.body);
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('stays quiet under a dialog', async () => {
    render(
      <>
        <Page />
        <div role="dialog" />
      </>,
    );
    await userEvent.keyboard('a');
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('can be switched off for good and on again', async () => {
    const { unmount } = render(<Page />);
    await userEvent.click(screen.getByRole('button', { name: 'switch' }));
    unmount();
    render(<Page />);
    await userEvent.keyboard('a');
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    await userEvent.click(screen.getByRole('button', { name: 'switch' }));
    await userEvent.keyboard('a');
    expect(screen.getByRole('status')).toHaveTextContent('a');
  });

  it('is gone with its component, and while it is off', async () => {
    const { rerender } = render(<Page on={false} />);
    await userEvent.keyboard('a');
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    act(() => rerender(<Page />));
    await userEvent.keyboard('a');
    expect(screen.getByRole('status')).toHaveTextContent('a');
  });
});
