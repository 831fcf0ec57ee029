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
  'moved-since': 'movedSince',
} as const;

/**
 * What comparisons leave out, in words, a line for each rule that is in force: where
 * it found something, and how often. One that found nothing is named as well.
 */
export function useNormalised(): (
  migration: Pick<Migration, 'comparisons' | 'kernels' | 'sent'>,
) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useScopeTitle();
  return ({ comparisons, kernels, sent }) => {
    const found = new Map<string, { count: number; in: string[] }>();
    const add = (ignored: Record<string, number>, scope: string) => {
      for (const [name, count] of Object.entries(ignored)) {
        const rule = found.get(name) ?? { count: 0, in: [] };
        found.set(name, rule);
        rule.count += count;
        if (count > 0) {
          const n = formatCount(count);
          rule.in.push(t('migration.normalisedIn', { scope, n }));
        }
      }
    };
    comparisons.forEach(one => add(one.ignored, title(one)));
    // What goes out is compared as it is.
    comparisons
      .filter(({ empty, scope }) => !empty && scope !== 'exported')
      .forEach(one => add({ 'moved-since': one.moved }, title(one)));
    kernels
      .filter(({ empty }) => !empty)
      .forEach(({ moved, router }) =>
        add({ 'moved-since': moved }, t('migration.kernelOf', { router })),
      );
    sent.forEach(({ ignored, neighbor }) =>
      add(ignored, t('migration.told', { neighbor })),
    );
    const lines = [...found].map(([name, { count, in: scopes }]) => {
      const key = known[name as keyof typeof known];
      const n = formatCount(count);
      const rule = key
        ? t(`normalisation.${key}`, { n })
        : t('normalisation.other', { n, name });
      return scopes.length === 0
        ? rule
        : t('migration.normalisedWhere', { rule, scopes: scopes.join(', ') });
    });
    return lines.length === 0
      ? t('migration.nothingLeftOut')
      : t('migration.normalised', { list: lines.join('\n') });
  };
}
