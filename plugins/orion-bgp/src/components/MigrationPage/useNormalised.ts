import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';
import { useScopeTitle } from './useScopeTitle';

const known = {
  'default-local-pref': 'defaultLocalPref',
  'zero-med': 'zeroMed',
  otc: 'otc',
  'next-hop': 'nextHop',
  'link-local-next-hop': 'linkLocalNextHop',
  'route-reflection': 'routeReflection',
  'own-large-communities': 'ownLargeCommunities',
  'listed-before-export': 'listedBeforeExport',
} as const;

/** What comparisons left out, in words: nothing is hidden. */
export function useNormalised(): (comparisons: RouteComparison[]) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  const tell = ([name, count]: [string, number]) => {
    const key = known[name as keyof typeof known];
    const n = formatCount(count);
    return key
      ? t(`normalisation.${key}`, { n })
      : t('normalisation.other', { n, name });
  };
  return comparisons => {
    const parts = comparisons.flatMap(comparison => {
      const list = Object.entries(comparison.ignored).map(tell).join(', ');
      const scope = title(comparison);
      return list ? [t('migration.normalisedIn', { scope, list })] : [];
    });
    return parts.length === 0
      ? t('migration.nothingLeftOut')
      : t('migration.normalised', { list: parts.join('; ') });
  };
}
