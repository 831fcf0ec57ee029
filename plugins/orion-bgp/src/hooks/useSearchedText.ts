import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RouteTerm,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { areExportsUnread, searchedTables } from '../lib/searchedTables';
import { orionBgpTranslationRef } from '../translation';

/** How far a search reached. */
export interface SearchedText {
  reach: 'all' | 'some' | 'none';
  /** Which tables it went through, and why not through the rest. */
  text: string;
  /** It asks what goes out to a session, which some tables do not know. */
  exportsUnread: boolean;
}

/** Where a search looked, and where it could not, in words. */
export function useSearchedText(): (
  tables: TableState[],
  terms?: RouteTerm[],
) => SearchedText {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (tables, terms = []) => {
    const exported = terms.find(({ kind }) => kind === 'exported');
    const to = exported?.kind === 'exported' ? exported.session : undefined;
    const { searched, notSearched } = searchedTables(tables, to);
    const parts = [
      searched.length > 0 &&
        t('routes.searched', {
          tables: searched.map(({ router }) => router).join(', '),
        }),
      notSearched.length > 0 &&
        t('routes.notSearched', {
          tables: notSearched
            .map(table =>
              t('routes.because', {
                router: table.router,
                why: areExportsUnread(table, to)
                  ? whyExports(table)
                  : why(table.state),
              }),
            )
            .join(', '),
        }),
    ];
    return {
      reach: reach(),
      text: parts.filter(Boolean).join(' '),
      exportsUnread: tables.some(table => areExportsUnread(table, to)),
    };

    function reach(): SearchedText['reach'] {
      if (searched.length === 0) {
        return 'none';
      }
      return notSearched.length === 0 ? 'all' : 'some';
    }
  };

  function whyExports({ withoutExports }: TableState): string {
    return withoutExports
      ? t('routes.why.exportsUntold')
      : t('routes.why.exportsUnread');
  }

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
