import { useMemo } from 'react';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { changeStates } from '@orion/backstage-plugin-orion-changes-common';
import {
  ColumnChooser,
  EmptyState,
  FilterRow,
  LoadError,
  LoadingBlock,
  parseFilter,
  StaleNote,
  SummarySentence,
  useHiddenColumns,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useChangeKinds } from '../../hooks/useChangeKinds';
import { useChangesList } from '../../hooks/useChangesList';
import { changeFilterFields, toChangesQuery } from '../../lib/changesFilter';
import { ChangesView } from '../../lib/mergeChanges';
import { orionChangesTranslationRef } from '../../translation';
import { hideableChangeColumns } from './changeColumns';
import { ChangesTable } from './ChangesTable';

export type ChangesViewName = 'waiting' | 'mine' | 'all';

/** One tab of the inbox: a sentence, the filter, the rows. */
export function ChangesList({ view }: { view: ChangesViewName }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [filter, setFilter] = useUrlState('q');
  const query = useMemo(
    () => ({
      view,
      ...toChangesQuery(parseFilter(filter, changeFilterFields)),
    }),
    [view, filter],
  );
  const { list, loadMore, loadingMore, showFresh } = useChangesList(query);
  const kinds = useChangeKinds();
  const [hidden, setHidden] = useHiddenColumns(hideableChangeColumns);
  const suggestions = useMemo(
    () => [
      ...changeStates.map(state => `state:${state}`),
      ...kinds.map(kind => `kind:${kind}`),
    ],
    [kinds],
  );

  if (list.status === 'loading') {
    return (
      <LoadingBlock
        of={t('inbox.what')}
        heights={[28, 36, 36, 36, 36, 36, 36]}
      />
    );
  }
  if (list.status === 'error') {
    return (
      <LoadError
        list
        error={list.error}
        retry={list.retry}
        of={t('inbox.what')}
      />
    );
  }
  const { data } = list;
  return (
    <>
      {list.status === 'stale' && (
        <StaleNote at={list.observedAt} retry={list.retry} />
      )}
      <SummarySentence>{sentence(data)}</SummarySentence>
      {(data.total > 0 || filter !== '') && (
        <FilterRow
          value={filter}
          onChange={setFilter}
          fields={changeFilterFields}
          suggestions={suggestions}
          label={t('inbox.filter')}
          fresh={
            data.fresh.length > 0 && (
              <Button size="small" variant="outlined" onClick={showFresh}>
                {t('inbox.fresh', { count: data.fresh.length })}
              </Button>
            )
          }
          shown={t('inbox.shown', {
            shown: data.items.length.toLocaleString('en-US'),
            total: data.total.toLocaleString('en-US'),
          })}
        >
          <ColumnChooser
            columns={hideableChangeColumns.map(id => ({
              id,
              title: t(`column.${id}`),
            }))}
            hidden={hidden}
            onChange={setHidden}
          />
        </FilterRow>
      )}
      {data.items.length === 0 ? (
        empty()
      ) : (
        <ChangesTable
          view={data}
          stale={list.status === 'stale'}
          hidden={hidden}
          onMore={loadMore}
          loadingMore={loadingMore}
        />
      )}
    </>
  );

  function sentence({ total }: ChangesView) {
    const n = total.toLocaleString('en-US');
    if (filter !== '') {
      return t('inbox.matching', { count: total, n, filter });
    }
    if (view === 'waiting') {
      return total === 0
        ? t('inbox.nothingWaits')
        : t('inbox.waits', { count: total, n });
    }
    return view === 'mine'
      ? t('inbox.mineCount', { count: total, n })
      : t('inbox.allCount', { count: total, n });
  }

  function empty() {
    if (filter !== '') {
      return (
        <EmptyState
          variant="no-match"
          what={t('inbox.change')}
          filter={filter}
          onClear={() => setFilter('')}
        />
      );
    }
    const texts = {
      waiting: {
        title: t('inbox.noneWaiting'),
        text: t('inbox.noneWaitingText'),
      },
      mine: { title: t('inbox.noneMine'), text: t('inbox.noneMineText') },
      all: { title: t('inbox.noneAll'), text: t('inbox.noneAllText') },
    };
    return <EmptyState variant="none" {...texts[view]} />;
  }
}
