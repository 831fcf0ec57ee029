import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LoadError,
  LoadingBlock,
  Panel,
  PendingBlock,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { DIFFERENCES_POLL_MS } from '../../hooks/useDifferences';
import { useFoundAnew } from '../../hooks/useFoundAnew';
import { FoundPages } from '../../hooks/usePages';
import { orionBgpTranslationRef } from '../../translation';
import { AskedAt } from '../RoutesPage/AskedAt';
import { MoreFailed } from '../RoutesPage/MoreFailed';
import { cardTable } from './cardTable';

export interface DifferenceListProps<
  P extends { items: unknown[]; nextCursor?: string },
> {
  /** Of what. */
  title: string;
  found: FoundPages<P>;
  /** What the comparison finds now, in a word that changes with it. */
  now: string;
  /** There is a way out, whatever the row says meanwhile. */
  onHide: () => void;
  columns: string[];
  /** Why there is none: since the list was opened something may have gone. */
  emptyText: (page: P) => string;
  /** One `tr` with a key. */
  row: (item: P['items'][number]) => ReactNode;
}

/** A list of differences, a page at a time. */
export function DifferenceList<
  P extends { items: unknown[]; nextCursor?: string },
>(props: DifferenceListProps<P>) {
  const { columns, emptyText, found, now, onHide, row, title } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const anew = useFoundAnew(found, now);
  const pending = 'data' in found.page && found.page.pending;
  return (
    <Panel
      title={`${t('migration.differences')}: ${title}`}
      corner={
        <>
          {!pending && (
            <AskedAt page={found.page} intervalMs={DIFFERENCES_POLL_MS} />
          )}
          <Button
            size="small"
            aria-label={t('migration.hideOf', { scope: title })}
            onClick={onHide}
          >
            {t('migration.hide')}
          </Button>
        </>
      }
    >
      <PendingBlock pending={pending} of={t('migration.differences')}>
        {anew && <Behind onReadAnew={anew} />}
        {found.page.status === 'stale' && (
          <StaleNote at={found.page.observedAt} retry={found.page.retry} />
        )}
        {body()}
      </PendingBlock>
    </Panel>
  );

  function body() {
    const { items, loadMore, loadingMore, moreError, page } = found;
    if (page.status === 'loading') {
      return (
        <LoadingBlock of={t('migration.differences')} heights={[32, 32, 32]} />
      );
    }
    if (page.status === 'error') {
      return (
        <LoadError
          error={page.error}
          retry={page.retry}
          of={t('migration.differences')}
          list
        />
      );
    }
    if (items.length === 0) {
      return <p style={{ margin: 0 }}>{emptyText(page.data)}</p>;
    }
    return (
      <>
        <Box
          component="table"
          role="table"
          sx={cardTable}
          aria-label={t('migration.differences')}
        >
          <thead>
            <tr role="row">
              {columns.map(column => (
                <th key={column} role="columnheader">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{items.map(row)}</tbody>
        </Box>
        <MoreFailed error={moreError} />
        {loadMore && (
          <Button
            size="small"
            onClick={loadMore}
            disabled={loadingMore}
            sx={{ mt: 1 }}
          >
            {t('migration.moreDifferences')}
          </Button>
        )}
      </>
    );
  }
}

/** Further pages stay while somebody reads them, and are not taken for how it is now. */
function Behind({ onReadAnew }: { onReadAnew: () => void }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box role="status" sx={{ marginBlockEnd: 1 }}>
      {t('migration.foundElse')}{' '}
      <Button size="small" onClick={onReadAnew}>
        {t('migration.readAnew')}
      </Button>
    </Box>
  );
}
