import { useCallback } from 'react';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { oidcAuthApiRef } from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../translation';

/**
 * The proof of the sign-in that every decision carries.
 *
 * Throws a sentence when the session has ended: the person must not be thrown
 * out of the page, what they typed would be gone.
 */
export function useProof(): () => Promise<string> {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const auth = useApi(oidcAuthApiRef);
  return useCallback(async () => {
    const idToken = await auth.getIdToken({ optional: true });
    if (!idToken) {
      throw new Error(t('settle.noSession'));
    }
    return idToken;
  }, [auth, t]);
}
