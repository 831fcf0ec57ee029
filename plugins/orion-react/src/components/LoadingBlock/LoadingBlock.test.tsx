import { screen } from '@testing-library/react';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { LoadingBlock } from './LoadingBlock';

it('takes the room of the final layout and says what is late', async () => {
  renderPiece(<LoadingBlock of="guest" heights={[{ xs: 44, sm: 36 }, 28]} />);
  const block = await screen.findByRole('status', { name: 'Loading guest' });
  expect(block.children).toHaveLength(2);
  expect(block.children[1]).toHaveStyle({ height: '28px' });
  expect(screen.queryByText(/Still waiting/)).not.toBeInTheDocument();
  expect(
    await screen.findByText('Still waiting for guest', undefined, {
      timeout: 7_000,
    }),
  ).toBeInTheDocument();
});
