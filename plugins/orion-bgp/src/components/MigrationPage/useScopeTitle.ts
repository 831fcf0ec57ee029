import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';

/** "Received", "Exported to 2001:db8::1", "Best, by way of 10.0.10.1". */
export function useScopeTitle(): (comparison: RouteComparison) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return ({ scope, neighbor, over }) => {
    if (scope === 'exported') {
      return neighbor
        ? t('migration.exported', { neighbor })
        : t('migration.exportedAtAll');
    }
    const title = t(`migration.${scope}`);
    return over ? t('migration.over', { title, session: over }) : title;
  };
}
