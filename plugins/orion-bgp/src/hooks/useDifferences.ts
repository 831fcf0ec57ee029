import { useCallback } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ComparisonScope,
  DifferencePage,
} from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { FoundPages, usePages } from './usePages';

const PAGE = 100;
/** Other routes may differ while as many do. */
export const DIFFERENCES_POLL_MS = 30_000;

/** The first differences of one comparison, and the next ones when asked. */
export function useDifferences({
  scope,
  neighbor,
}: {
  scope: ComparisonScope;
  neighbor?: string;
}): FoundPages<DifferencePage> {
  const api = useApi(bgpApiRef);
  const read = useCallback(
    (cursor?: string) =>
      api.listDifferences({ scope, neighbor, limit: PAGE, cursor }),
    [api, scope, neighbor],
  );
  return usePages(read, { pollMs: DIFFERENCES_POLL_MS });
}
