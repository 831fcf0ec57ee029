import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { familyName } from '../lib/familyName';
import { mapLoadable } from '../lib/mapLoadable';
import { NamedSeries } from '../lib/NamedSeries';
import { orionBgpTranslationRef } from '../translation';

const POLL_MS = 60_000;

/** Paths in a router's table over the last hours, one line per family. */
export function useGrowth(
  router: string,
  hours: number,
): Loadable<NamedSeries[]> {
  const api = useApi(bgpApiRef);
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const loaded = useLoadable(
    () => api.getGrowth(router, { hours }),
    [api, router, hours],
    { pollMs: POLL_MS, keepPrevious: true },
  );
  return mapLoadable(loaded, ({ series }) =>
    series
      .filter(({ counter }) => counter === 'paths')
      .map(({ times, values, ...one }) => {
        const family = familyName(one.family);
        const counter = t('growth.paths');
        return {
          key: one.family,
          name: `${counter} ${family}`,
          hint: t('counter.definition.index'),
          subject: { counter, family },
          unit: t('chart.paths'),
          times,
          values,
        };
      }),
  );
}
