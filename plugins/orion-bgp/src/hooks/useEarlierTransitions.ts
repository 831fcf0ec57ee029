import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  SessionRef,
  SessionTransition,
  TransitionPage,
} from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { Earlier, useEarlier } from './useEarlier';
import { TRANSITIONS } from './useSession';

/** The newest changes of state of a session, and those before, see {@link useEarlier}. */
export function useEarlierTransitions(
  { router, session }: SessionRef,
  newest: TransitionPage,
): Earlier<SessionTransition> {
  const api = useApi(bgpApiRef);
  const read = useCallback(
    (cursor: string) =>
      api.listTransitions({ router, session }, { limit: TRANSITIONS, cursor }),
    [api, router, session],
  );
  return useEarlier(newest, read);
}
