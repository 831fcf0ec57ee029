import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { PendingBlock } from './PendingBlock';

function Block() {
  const [pending, setPending] = useState<boolean>();
  return (
    <>
      <button onClick={() => setPending(before => !before)}>Turn</button>
      <PendingBlock pending={pending} of="routes">
        <p>The answer before</p>
      </PendingBlock>
    </>
  );
}

it('greys an answer to another question, and lets go of it', async () => {
  renderPiece(<Block />);
  const answer = await screen.findByText('The answer before');
  const turn = screen.getByRole('button', { name: 'Turn' });
  expect(answer.closest('[aria-busy]')).toBeNull();

  await userEvent.click(turn);
  expect(answer.closest('[aria-busy]')).toHaveAttribute('aria-busy', 'true');
  const bar = await screen.findByRole('progressbar', {
    name: 'Loading routes',
  });
  expect(answer.parentElement).toHaveStyle({ filter: 'grayscale(1)' });
  expect(answer).toBeInTheDocument();

  await userEvent.click(turn);
  expect(bar).not.toBeInTheDocument();
  expect(answer.closest('[aria-busy]')).toBeNull();
  expect(answer.parentElement).not.toHaveStyle({ filter: 'grayscale(1)' });
});
