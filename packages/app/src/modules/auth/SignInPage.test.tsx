import { Suspense } from 'react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { oidcAuthApiRef } from '@orion/backstage-plugin-orion-react';
import { SignInPage } from './SignInPage';

const session = {
  token: 'x',
  identity: {
    type: 'user',
    userEntityRef: 'user:default/anna',
    ownershipEntityRefs: [],
  },
};

function renderPage(getBackstageIdentity: jest.Mock) {
  const onSignInSuccess = jest.fn();
  const auth = {
    getBackstageIdentity,
    getProfile: jest.fn().mockResolvedValue({}),
  };
  renderInTestApp(
    <Suspense fallback={null}>
      <SignInPage onSignInSuccess={onSignInSuccess} />
    </Suspense>,
    {
      apis: [[oidcAuthApiRef, auth]] as never,
      config: {
        app: { title: 'ORION' },
        backend: { baseUrl: 'http://localhost:7007' },
        organization: { name: 'Lab, AS64500' },
        orion: { signIn: { providerTitle: 'Keycloak' } },
      },
    },
  );
  return { onSignInSuccess };
}

const answer = (over: Partial<Response>) =>
  ({ ok: false, status: 200, ...over } as Response);

describe('the sign-in page', () => {
  afterEach(() => window.history.replaceState({}, '', '/'));

  it('takes an existing session without a click', async () => {
    const { onSignInSuccess } = renderPage(
      jest.fn().mockResolvedValue(session),
    );
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
  });

  it('waits for a click, then leaves', async () => {
    const identity = jest.fn().mockResolvedValue(undefined);
    global.fetch = jest
      .fn()
      .mockResolvedValue(answer({ type: 'opaqueredirect', status: 0 }));
    renderPage(identity);
    const button = await screen.findByRole('button', {
      name: 'Sign in with Keycloak',
    });
    expect(button).toHaveFocus();
    expect(screen.getByText('Lab, AS64500')).toBeInTheDocument();
    expect(identity).toHaveBeenCalledTimes(1);
    await userEvent.click(button);
    await waitFor(() =>
      expect(identity).toHaveBeenLastCalledWith({ instantPopup: true }),
    );
  });

  it('stays when the provider is silent, and offers to retry', async () => {
    const identity = jest.fn().mockResolvedValue(undefined);
    global.fetch = jest
      .fn()
      .mockResolvedValueOnce(answer({ type: 'opaqueredirect', status: 0 }))
      .mockRejectedValueOnce(new TypeError('Failed to fetch'));
    renderPage(identity);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign in with Keycloak' }),
    );
    expect(
      await screen.findByText(/Keycloak does not answer/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeEnabled();
    expect(identity).toHaveBeenCalledTimes(1);
  });

  it('quotes ORION when it cannot start', async () => {
    global.fetch = jest.fn().mockResolvedValue(
      answer({
        type: 'basic',
        status: 500,
        json: async () => ({ error: { message: 'discovery timed out' } }),
      }),
    );
    renderPage(jest.fn().mockResolvedValue(undefined));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign in with Keycloak' }),
    );
    expect(await screen.findByText('discovery timed out')).toBeInTheDocument();
  });

  it('shows a refusal once and takes it out of the link', async () => {
    window.history.replaceState(
      {},
      '',
      '/changes/1042?tab=log&error=No%20such%20user',
    );
    const identity = jest.fn();
    renderPage(identity);
    expect(await screen.findByText('No such user')).toBeInTheDocument();
    expect(window.location.search).toBe('?tab=log');
    expect(identity).not.toHaveBeenCalled();
  });
});
