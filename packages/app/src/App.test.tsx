import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  beforeEach(() => {
    global.fetch = jest.fn().mockResolvedValue({
      ok: false,
      status: 401,
      statusText: 'Unauthorized',
    });
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'ORION', baseUrl: 'http://localhost:7007' },
            organization: { name: 'Lab' },
            backend: { baseUrl: 'http://localhost:7007' },
            auth: { environment: 'production' },
            enableExperimentalRedirectFlow: true,
            orion: { signIn: { providerTitle: 'Keycloak' } },
          },
          context: 'test',
        },
      ] as unknown as string,
    };
  });

  it('asks an unknown visitor to sign in', async () => {
    render(App.createRoot());
    expect(
      await screen.findByRole(
        'button',
        { name: 'Sign in with Keycloak' },
        { timeout: 10_000 },
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Lab')).toBeInTheDocument();
  });
});
