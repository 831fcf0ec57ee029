import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Migration } from '@orion/backstage-plugin-orion-bgp-common';
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
  'own-as': 'ownAs',
  'own-next-hop': 'ownNextHop',
  'sent-origin': 'sentOrigin',
  'inside-only': 'insideOnly',
  'non-transitive': 'nonTransitive',
} as const;

/** What comparisons leave out, in words, a line each: what found nothing is in force too. */
export function useNormalised(): (
  migration: Pick<Migration, 'comparisons' | 'sent'>,
) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  const tell = ([name, count]: [string, number]) => {
    const key = known[name as keyof typeof known];
    const n = formatCount(count);
    return key
      ? t(`normalisation.${key}`, { n })
      : t('normalisation.other', { n, name });
  };
  return ({ comparisons, sent }) => {
    const parts = [
      ...comparisons.map(one => ({ scope: title(one), ignored: one.ignored })),
      ...sent.map(({ ignored, neighbor }) => ({
        scope: t('migration.told', { neighbor }),
        ignored,
      })),
    ].flatMap(({ ignored, scope }) => {
      const list = Object.entries(ignored).map(tell).join(', ');
      return list ? [t('migration.normalisedIn', { scope, list })] : [];
    });
    return parts.length === 0
      ? t('migration.nothingLeftOut')
      : t('migration.normalised', { list: parts.join(';\n') });
  };
}
