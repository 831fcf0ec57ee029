import { useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteMatch } from '@orion/backstage-plugin-orion-bgp-common';
import {
  EmptyState,
  PageBody,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { OPEN_PATH } from '../../hooks/useOpenPath';
import { RouteSearch, useTables } from '../../hooks/useRouteSearch';
import { orionBgpTranslationRef } from '../../translation';
import { SearchBox } from './SearchBox';
import { CancelSearch, SearchResult } from './SearchResult';
import { TableNotes } from './TableNotes';

const matches: RouteMatch[] = ['exact', 'covering', 'more-specific'];

/** Who announces it, what wins, why? */
export function RoutesPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [q] = useUrlState('q');
  const [match] = useUrlState('match');
  const [router] = useUrlState('router');
  const tables = useTables();
  const known = matches.find(one => one === match);
  const [, setParams] = useSearchParams();
  const asked = q !== '' || router !== '';
  const running = useRef<CancelSearch>();
  return (
    <PageBody>
      <SearchBox
        q={q}
        match={known}
        router={router}
        onSearch={next => search({ q: next, match: known, router })}
        onMatch={next => search({ q, match: next, router })}
        onRouter={() => search({ q, match: known })}
        onCancel={goBack}
      />
      <TableNotes tables={tables} alone={!asked} />
      {asked ? (
        <SearchResult
          running={running}
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

  /** To the search before the one that runs. */
  function goBack(): RouteSearch | undefined {
    const cancel = running.current;
    if (!cancel) {
      return undefined;
    }
    const before: RouteSearch = cancel() ?? { q: '' };
    search(before);
    return before;
  }

  /** Its parts go together, and a path that is open belongs to the one before. */
  function search(next: RouteSearch) {
    setParams(
      params => {
        const after = new URLSearchParams(params);
        for (const name of ['q', 'match', 'router'] as const) {
          after.delete(name);
          if (next[name]) {
            after.set(name, next[name]);
          }
        }
        after.delete(OPEN_PATH);
        return after;
      },
      { replace: true },
    );
  }
}
