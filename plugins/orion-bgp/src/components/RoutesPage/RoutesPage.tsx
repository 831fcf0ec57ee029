import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteMatch } from '@orion/backstage-plugin-orion-bgp-common';
import {
  EmptyState,
  PageBody,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useTables } from '../../hooks/useRouteSearch';
import { orionBgpTranslationRef } from '../../translation';
import { SearchBox } from './SearchBox';
import { SearchResult } from './SearchResult';
import { TableNotes } from './TableNotes';

const matches: RouteMatch[] = ['exact', 'covering', 'more-specific'];

/** Who announces it, what wins, why? */
export function RoutesPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [q, setQ] = useUrlState('q');
  const [match, setMatch] = useUrlState('match');
  const [router, setRouter] = useUrlState('router');
  const tables = useTables();
  const known = matches.find(one => one === match);
  return (
    <PageBody>
      <SearchBox
        key={q}
        q={q}
        match={known}
        router={router}
        onSearch={setQ}
        onMatch={next => setMatch(next ?? '')}
        onRouter={() => setRouter('')}
      />
      <TableNotes tables={tables} />
      {q || router ? (
        <SearchResult
          search={{
            q,
            ...(known ? { match: known } : {}),
            ...(router ? { router } : {}),
          }}
        />
      ) : (
        <EmptyState
          variant="none"
          title={t('routes.ask')}
          text={`${t('routes.askText')} ${t('routes.hint')}`}
        />
      )}
    </PageBody>
  );
}
