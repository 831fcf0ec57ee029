import { useCallback } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteCounter } from '@orion/backstage-plugin-orion-bgp-common';
import { formatMoment } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';

/** How a daemon counts and of when that is, if not of now, or why it cannot. */
export function useCounterText(): (counter: RouteCounter) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return useCallback(
    ({ definition, value, asOf, stale }: RouteCounter) => {
      const known = value !== undefined;
      if (known && asOf) {
        const time = formatMoment(new Date(asOf), new Date());
        return stale
          ? t('counter.definition.indexBeforeOf', { time })
          : t('counter.definition.indexOf', { time });
      }
      if (known && stale) {
        return t('counter.definition.indexBefore');
      }
      switch (definition) {
        case 'bird.kept':
          return known
            ? t('counter.definition.birdKept')
            : t('counter.definition.birdKeptUnknown');
        case 'bird.imported':
          return t('counter.definition.birdImported');
        case 'bird.filtered':
          return known
            ? t('counter.definition.birdFiltered')
            : t('counter.definition.birdFilteredUnknown');
        case 'bird.preferred':
          return t('counter.definition.birdPreferred');
        case 'bird.exported':
          return t('counter.definition.birdExported');
        case 'gobgp.received':
          return t('counter.definition.gobgpReceived');
        case 'gobgp.accepted':
          return t('counter.definition.gobgpAccepted');
        case 'gobgp.advertised':
          return known
            ? t('counter.definition.gobgpAdvertised')
            : t('counter.definition.gobgpAdvertisedUnknown');
        case 'index':
          return known
            ? t('counter.definition.index')
            : t('counter.definition.indexUnknown');
        default:
          return t('counter.definition.unknown');
      }
    },
    [t],
  );
}
