import { useCallback, useEffect, useRef, useState } from 'react';
import { UserIdentity } from '@backstage/core-components';
import {
  configApiRef,
  discoveryApiRef,
  IdentityApi,
  useApi,
} from '@backstage/frontend-plugin-api';
import { oidcAuthApiRef } from '@orion/backstage-plugin-orion-react';
import { probeProvider, ProbeResult } from './probeProvider';

/** Where signing in stands. */
export type SignInState =
  | { step: 'checking' }
  | { step: 'ready' }
  | { step: 'leaving' }
  | { step: 'problem'; problem: SignInProblem };

export type SignInProblem =
  | Exclude<ProbeResult, { kind: 'ok' }>
  | { kind: 'provider-refused'; message: string };

/**
 * Takes an existing session, else waits for a click: it never redirects by
 * itself, so a refusing provider cannot make a loop.
 */
export function useSignIn(onSignInSuccess: (identity: IdentityApi) => void) {
  const auth = useApi(oidcAuthApiRef);
  const discovery = useApi(discoveryApiRef);
  const config = useApi(configApiRef);
  const [state, setState] = useState<SignInState>({ step: 'checking' });
  const started = useRef(false);

  const enter = useCallback(
    async (options: { optional: true } | { instantPopup: true }) => {
      const session = await auth.getBackstageIdentity(options);
      if (!session) {
        return false;
      }
      const profile = await auth.getProfile();
      onSignInSuccess(
        UserIdentity.create({
          identity: session.identity,
          authApi: auth,
          profile,
        }),
      );
      return true;
    },
    [auth, onSignInSuccess],
  );

  useEffect(() => {
    if (started.current) {
      return;
    }
    started.current = true;
    const refused = takeErrorFromUrl();
    if (refused) {
      setState({
        step: 'problem',
        problem: { kind: 'provider-refused', message: refused },
      });
      return;
    }
    enter({ optional: true })
      .then(entered => entered || setState({ step: 'ready' }))
      .catch(error => setState(toProblem(error)));
  }, [enter]);

  const signIn = useCallback(
    async (anyway = false) => {
      setState({ step: 'leaving' });
      const environment =
        config.getOptionalString('auth.environment') ?? 'development';
      const start = `${await discovery.getBaseUrl(
        'auth',
      )}/oidc/start?env=${environment}`;
      const probe = anyway
        ? { kind: 'ok' as const }
        : await probeProvider(start);
      if (probe.kind !== 'ok') {
        setState({ step: 'problem', problem: probe });
        return;
      }
      await enter({ instantPopup: true }).catch(error =>
        setState(toProblem(error)),
      );
    },
    [config, discovery, enter],
  );

  return { state, signIn };
}

function toProblem(error: Error): SignInState {
  return {
    step: 'problem',
    problem: { kind: 'provider-refused', message: error.message },
  };
}

/** The provider's refusal comes back in the URL; it must not be sent round again. */
function takeErrorFromUrl(): string | undefined {
  const url = new URL(window.location.href);
  const error = url.searchParams.get('error') ?? undefined;
  if (error) {
    url.searchParams.delete('error');
    window.history.replaceState(window.history.state, '', url);
  }
  return error;
}
