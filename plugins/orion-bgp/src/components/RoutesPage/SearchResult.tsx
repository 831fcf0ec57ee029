import { MutableRefObject, useEffect } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  formatCount,
  LoadError,
  LoadingBlock,
  PendingBlock,
  StaleNote,
  SummarySentence,
} from '@orion/backstage-plugin-orion-react';
import { useOpenPath } from '../../hooks/useOpenPath';
import { RouteSearch, useRouteSearch } from '../../hooks/useRouteSearch';
import { useSearchedText } from '../../hooks/useSearchedText';
import { useTermTexts } from '../../hooks/useTermTexts';
import { orionBgpTranslationRef } from '../../translation';
import { AsNamesNote } from '../AsName/AsNamesNote';
import { AskedAt } from './AskedAt';
import { MoreFailed } from './MoreFailed';
import { OpenedPath } from './OpenedPath';
import { RoutesTable } from './RoutesTable';

/** A search is not repeated by itself; after this it is offered. */
const OLD_MS = 60_000;

/** The parts of a search stand as a sentence. */
function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}

/** Gives a search up; answers the one that is shown meanwhile. */
export type CancelSearch = () => RouteSearch | undefined;

export interface SearchResultProps {
  search: RouteSearch;
  /** Set while a search runs. */
  running: MutableRefObject<CancelSearch | undefined>;
}

/** What a search was understood as, and what it found. */
export function SearchResult({ search, running }: SearchResultProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { page, items, cancel, loadMore, loadingMore, moreError } =
    useRouteSearch(search);
  useEffect(() => {
    running.current =
      cancel &&
      (() => {
        const before = cancel();
        return before === undefined ? undefined : JSON.parse(before);
      });
    return () => {
      running.current = undefined;
    };
  }, [cancel, running]);
  const searchedText = useSearchedText();
  const tellTerms = useTermTexts();
  const path = useOpenPath(items, 'data' in page && !page.pending);
  if (page.status === 'loading') {
    return (
      <LoadingBlock of={t('routes.what')} heights={[25, 36, 36, 36, 36]} />
    );
  }
  if (page.status === 'error') {
    return (
      <LoadError
        error={page.error}
        retry={page.retry}
        of={t('routes.what')}
        list
      />
    );
  }
  const { total, rejected = 0, tookMs, tables, terms } = page.data;
  const { exportsUnread, reach, text } = searchedText(tables, terms);
  return (
    <PendingBlock pending={page.pending} of={t('routes.what')}>
      <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
        {page.status === 'stale' && (
          <StaleNote at={page.observedAt} retry={page.retry} />
        )}
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            columnGap: 2,
            alignItems: 'baseline',
          }}
        >
          <Box role="status">
            <SummarySentence>
              {t('routes.understood', {
                understood: upperFirst(tellTerms(page.data)),
                total: tellTotal(),
                ms:
                  tookMs < 10 ? tookMs.toFixed(1) : String(Math.round(tookMs)),
              })}
            </SummarySentence>
          </Box>
          <AskedAt page={page} intervalMs={OLD_MS / 3} />
        </Box>
        {exportsUnread && items.length > 0 && <Box role="note">{text}</Box>}
        <OpenedPath path={path} tables={tables} more={loadMore !== undefined} />
        {items.length === 0 ? (
          <EmptyState
            variant="none"
            title={t(reach === 'none' ? 'routes.noTable' : 'routes.none')}
            text={text}
          />
        ) : (
          <RoutesTable
            items={items}
            total={total}
            pending={page.pending}
            onOpen={path.open}
            onMore={loadMore}
            loadingMore={loadingMore}
          />
        )}
        <MoreFailed error={moreError} />
        <AsNamesNote />
      </Box>
    </PendingBlock>
  );

  function tellTotal() {
    if (items.length === 0 && reach === 'none') {
      return t('routes.unsearched');
    }
    if (total === undefined) {
      return t('routes.many');
    }
    const paths = t('routes.paths', { count: total, n: formatCount(total) });
    return rejected > 0
      ? t('routes.withRejected', { paths, n: formatCount(rejected) })
      : paths;
  }
}
