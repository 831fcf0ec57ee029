import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { KernelDifferencePage } from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { DIFFERENCES_POLL_MS } from './useDifferences';
import { FoundPages, usePages } from './usePages';

const PAGE = 100;

/** The first differences of a router's kernel, and the next ones when asked. */
export function useKernelDifferences(
  router: string,
): FoundPages<KernelDifferencePage> {
  const api = useApi(bgpApiRef);
  const read = useCallback(
    (cursor?: string) =>
      api.listKernelDifferences({ router, limit: PAGE, cursor }),
    [api, router],
  );
  return usePages(read, { pollMs: DIFFERENCES_POLL_MS });
}
