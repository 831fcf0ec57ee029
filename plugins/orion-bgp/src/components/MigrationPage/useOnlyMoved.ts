import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** What to say of an empty list whose sides are apart in what moved alone. */
export function useOnlyMoved(): (moved: number) => string | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return moved =>
    moved > 0 ? t('migration.onlyMoved', { n: formatCount(moved) }) : undefined;
}
