import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { ActionMenu } from './ActionMenu';

it('runs what is on, and says why the rest is off', async () => {
  const run = jest.fn();
  const refused = jest.fn();
  const onClose = jest.fn();
  renderPiece(
    <ActionMenu
      id="menu"
      label="Actions of web-01"
      anchor={document.body}
      actions={[
        { id: 'open', label: 'Open', run },
        {
          id: 'destroy',
          label: 'Destroy',
          hint: 'Protected.',
          off: true,
          run: refused,
        },
      ]}
      onClose={onClose}
    />,
  );
  const off = await screen.findByRole('menuitem', { name: /Destroy/ });
  expect(off).toHaveAttribute('aria-disabled', 'true');
  expect(off).toHaveTextContent('Protected.');
  await userEvent.click(off);
  expect(refused).not.toHaveBeenCalled();
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('menuitem', { name: 'Open' }));
  expect(run).toHaveBeenCalledTimes(1);
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('menu')).toHaveAccessibleName('Actions of web-01');
});
