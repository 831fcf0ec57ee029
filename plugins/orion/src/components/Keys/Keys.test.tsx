import { useLocation } from 'react-router-dom';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { showShortcutList } from '@orion/backstage-plugin-orion-react';
import {
  catalogRouteRef,
  changesRouteRef,
  guestsRouteRef,
  rootRouteRef,
} from '../../routes';
import { Keys } from './Keys';

function Where() {
  return <output aria-label="where">{useLocation().pathname}</output>;
}

function show() {
  renderInTestApp(
    <>
      <Keys />
      <Where />
      <input aria-label="text" />
    </>,
    {
      mountedRoutes: {
        '/home': rootRouteRef,
        '/changes': changesRouteRef,
        '/guests': guestsRouteRef,
        '/catalog': catalogRouteRef,
      },
    },
  );
}

describe('Keys', () => {
  beforeEach(() => window.localStorage.clear());
  afterEach(() => showShortcutList(false));

  it('goes to a page by g and its letter', async () => {
    show();
    await screen.findByLabelText('where');
    await userEvent.keyboard('gc');
    expect(screen.getByLabelText('where')).toHaveTextContent('/changes');
    await userEvent.keyboard('gg');
    expect(screen.getByLabelText('where')).toHaveTextContent('/guests');
  });

  it('does not go anywhere while somebody types', async () => {
    show();
    await userEvent.type(await screen.findByLabelText('text'), 'gc?');
    expect(screen.getByLabelText('where')).toHaveTextContent(/^\/$/);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('stays where it is when the page is not installed', async () => {
    show();
    await screen.findByLabelText('where');
    await userEvent.keyboard('gd');
    expect(screen.getByLabelText('where')).toHaveTextContent(/^\/$/);
  });

  it('lists what works here, and closes', async () => {
    show();
    await screen.findByLabelText('where');
    await userEvent.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keys' });
    expect(dialog).toHaveTextContent('Go to changes');
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('is switched off in its own list', async () => {
    show();
    await screen.findByLabelText('where');
    await userEvent.keyboard('?');
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Single keys work' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await userEvent.keyboard('gc');
    expect(screen.getByLabelText('where')).toHaveTextContent(/^\/$/);
  });
});
