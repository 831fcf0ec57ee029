import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LoadError,
  LoadingBlock,
  Panel,
  PendingBlock,
} from '@orion/backstage-plugin-orion-react';
import { FoundPages } from '../../hooks/usePages';
import { orionBgpTranslationRef } from '../../translation';
import { MoreFailed } from '../RoutesPage/MoreFailed';
import { cardTable } from './cardTable';

export interface DifferenceListProps<
  P extends { items: unknown[]; nextCursor?: string },
> {
  /** Of what. */
  title: string;
  found: FoundPages<P>;
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
  const { columns, emptyText, found, row, title } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Panel title={`${t('migration.differences')}: ${title}`}>
      <PendingBlock
        pending={'data' in found.page && found.page.pending}
        of={t('migration.differences')}
      >
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
