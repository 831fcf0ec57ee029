import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionBgpTranslationRef } from '../../translation';

/** What an attribute that differs is called; its own name where none is known. */
export function useFieldName(): (field: string) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const names: Partial<Record<string, string>> = {
    bestPath: t('field.bestPath'),
    nextHop: t('field.nextHop'),
    asPath: t('field.asPath'),
    origin: t('field.origin'),
    localPref: t('field.localPref'),
    med: t('field.med'),
    communities: t('field.communities'),
    largeCommunities: t('field.largeCommunities'),
    extendedCommunities: t('field.extendedCommunities'),
    otc: t('field.otc'),
    other: t('field.other'),
  };
  return field => names[field] ?? field;
}
