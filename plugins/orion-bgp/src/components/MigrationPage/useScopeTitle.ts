import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';

/** "Received", "Exported to 2001:db8::1". */
export function useScopeTitle(): (comparison: RouteComparison) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return ({ scope, neighbor = '' }) =>
    scope === 'exported'
      ? t('migration.exported', { neighbor })
      : t(`migration.${scope}`);
}
