import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { LiveLog } from './LiveLog';
import { isErrorLine, splitLog } from './logText';

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

function Growing() {
  const [text, setText] = useState(lines(20));
  return (
    <>
      <button onClick={() => setText(lines(54))}>grow</button>
      <LiveLog text={text} ended={false} />
    </>
  );
}

/** Gives the log's box a height, which jsdom has not. */
function scrollTo(box: HTMLElement, scrollTop: number) {
  Object.defineProperties(box, {
    scrollHeight: { configurable: true, value: 1000 },
    clientHeight: { configurable: true, value: 200 },
  });
  box.scrollTop = scrollTop;
  fireEvent.scroll(box);
}

describe('a live log', () => {
  afterEach(() => {
    window.location.hash = '';
  });

  it('starts with the last thousand lines and shows earlier ones', async () => {
    renderPiece(<LiveLog text={lines(1500)} ended exitCode={0} />);
    expect(await screen.findByText('line 501')).toBeInTheDocument();
    expect(screen.queryByText('line 500')).not.toBeInTheDocument();
    expect(
      screen.getByText('Ended with exit code 0. 1,500 lines.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Pause' }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 500 earlier lines' }),
    );
    expect(screen.getByText('line 1')).toBeInTheDocument();
  });

  it('stops following when read, counts what came, and jumps', async () => {
    renderPiece(<Growing />);
    scrollTo(await screen.findByRole('region', { name: 'Log' }), 100);
    await userEvent.click(screen.getByRole('button', { name: 'grow' }));
    await userEvent.click(screen.getByRole('button', { name: '34 new, jump' }));
    expect(
      screen.queryByRole('button', { name: /jump/i }),
    ).not.toBeInTheDocument();
  });

  it('pauses and resumes', async () => {
    renderPiece(<Growing />);
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    await userEvent.click(screen.getByRole('button', { name: 'grow' }));
    expect(screen.queryByText('line 54')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(screen.getByText('line 54')).toBeInTheDocument();
  });

  it('searches, and links every line', async () => {
    renderPiece(<LiveLog text={lines(30)} ended />);
    await userEvent.type(await screen.findByRole('searchbox'), 'LINE 2');
    expect(screen.getByText('0 of 11')).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByText('1 of 11')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Link to line 12' }),
    ).toHaveAttribute('href', '#L12');
  });

  it('knows an error from a count of none, and drops escape sequences', () => {
    expect(isErrorLine('│ Error: storage is locked')).toBe(true);
    expect(isErrorLine('0 errors, 2 warnings')).toBe(false);
    expect(isErrorLine('stderr is empty')).toBe(false);
    expect(splitLog('\u001b[31mred\u001b[0m\r\nplain\n')).toEqual([
      'red',
      'plain',
    ]);
    expect(splitLog('')).toEqual([]);
  });
});
