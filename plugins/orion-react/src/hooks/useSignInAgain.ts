import { useCallback } from 'react';
import {
  configApiRef,
  discoveryApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';

const SCOPES = 'openid profile email offline_access';

/**
 * Sends the person to the identity provider and back to this very page: the way
 * to a younger sign-in than the one an existing session can show.
 *
 * @public
 */
export function useSignInAgain(): () => Promise<void> {
  const discovery = useApi(discoveryApiRef);
  const config = useApi(configApiRef);
  return useCallback(async () => {
    const url = new URL(`${await discovery.getBaseUrl('auth')}/oidc/start`);
    url.search = new URLSearchParams({
      scope: SCOPES,
      origin: window.location.origin,
      redirectUrl: window.location.href,
      flow: 'redirect',
      env: config.getOptionalString('auth.environment') ?? 'development',
    }).toString();
    window.location.assign(url);
  }, [discovery, config]);
}
