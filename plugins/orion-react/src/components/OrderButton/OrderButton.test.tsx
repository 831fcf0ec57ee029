import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { OrderButton } from './OrderButton';

describe('OrderButton', () => {
  it('is off for people without the role, and says why', async () => {
    const authorize = async () => ({ result: AuthorizeResult.DENY });
    renderInTestApp(<OrderButton label="Order VM" to="/create/vm" />, {
      apis: [[permissionApiRef, { authorize }]] as never,
    });
    const button = await screen.findByRole('button', { name: 'Order VM' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(
      screen.queryByRole('link', { name: 'Order VM' }),
    ).not.toBeInTheDocument();
    await userEvent.hover(button);
    expect(
      await screen.findByText(/Ordering needs the operator role/),
    ).toBeInTheDocument();
  });
});
