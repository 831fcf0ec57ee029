import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AspaVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../translation';

/** Why ASPAs allow a path or not, in one sentence. */
export function useAspaText(): (verdict: AspaVerdict) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return useCallback(
    ({ reason, hops, direction }: AspaVerdict) => {
      switch (reason) {
        case 'empty-path':
          return t('aspa.emptyPath');
        case 'as-set':
          return t('aspa.asSet');
        case 'first-as':
          return t('aspa.firstAs');
        case 'relation':
          return t('aspa.relation');
        case 'internal':
          return t('aspa.internal');
        case 'hop':
        case 'no-aspa': {
          const steps = hops.map(({ customer, provider, attestation }) =>
            t(attestation === 'none' ? 'aspa.stepOpen' : 'aspa.stepDenied', {
              customer: `AS${customer}`,
              provider: `AS${provider}`,
            }),
          );
          return [...new Set(steps)].join('; ');
        }
        default:
          return direction === 'downstream' ? t('aspa.down') : t('aspa.up');
      }
    },
    [t],
  );
}
