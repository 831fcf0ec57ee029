import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { searchedTables } from '../lib/searchedTables';
import { orionBgpTranslationRef } from '../translation';

/** How far a search reached. */
export interface SearchedText {
  reach: 'all' | 'some' | 'none';
  /** Which tables it went through, and why not through the rest. */
  text: string;
}

/** Where a search looked, and where it could not, in words. */
export function useSearchedText(): (tables: TableState[]) => SearchedText {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return tables => {
    const { searched, notSearched } = searchedTables(tables);
    const parts = [
      searched.length > 0 &&
        t('routes.searched', {
          tables: searched.map(({ router }) => router).join(', '),
        }),
      notSearched.length > 0 &&
        t('routes.notSearched', {
          tables: notSearched
            .map(({ router, state }) =>
              t('routes.because', { router, why: why(state) }),
            )
            .join(', '),
        }),
    ];
    return { reach: reach(), text: parts.filter(Boolean).join(' ') };

    function reach(): SearchedText['reach'] {
      if (searched.length === 0) {
        return 'none';
      }
      return notSearched.length === 0 ? 'all' : 'some';
    }
  };

  function why(state: TableState['state']): string {
    switch (state) {
      case 'loading':
        return t('routes.why.loading');
      case 'unavailable':
        return t('routes.why.unavailable');
      default:
        return t('routes.why.summaryOnly');
    }
  }
}
