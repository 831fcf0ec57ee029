import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../translation';

/** Why a path was refused, or why nobody can say; undefined for one that was not. */
export function useFilterReason(): (
  route: Pick<Route, 'filterReason' | 'noReason'>,
) => string | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return useCallback(
    ({ filterReason, noReason }) => {
      if (filterReason || !noReason) {
        return filterReason;
      }
      return noReason === 'as-received'
        ? t('route.keptAsReceived')
        : t('route.unmarked');
    },
    [t],
  );
}
