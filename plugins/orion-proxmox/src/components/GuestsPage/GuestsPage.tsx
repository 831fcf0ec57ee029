import { useMemo } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ColumnChooser,
  FilterRow,
  LoadError,
  LoadingBlock,
  OrderButton,
  PageBody,
  useHiddenColumns,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useGuests } from '../../hooks/useGuests';
import {
  guestFilterFields,
  parseSort,
  suggestTokens,
} from '../../lib/guestsFilter';
import { templateRouteRef } from '../../routes';
import { orionProxmoxTranslationRef } from '../../translation';
import { hideableGuestColumns } from './guestColumns';
import { GuestsNotes } from './GuestsNotes';
import { GuestsSentence } from './GuestsSentence';
import { GuestsTable } from './GuestsTable';
import { NoGuests } from './NoGuests';

/** What runs, what is in trouble? */
export function GuestsPage() {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const order = useRouteRef(templateRouteRef)?.({
    namespace: 'default',
    templateName: 'virtual-machine',
  });
  const [filter, setFilter] = useUrlState('q');
  const [sort, setSort] = useUrlState('sort', 'name');
  const [hidden, setHidden] = useHiddenColumns(hideableGuestColumns);
  const query = useMemo(() => {
    const { column, descending } = parseSort(sort);
    return {
      ...(filter ? { filter } : {}),
      sort: column,
      order: descending ? ('desc' as const) : ('asc' as const),
    };
  }, [filter, sort]);
  const { list, loadMore, loadingMore, showFresh } = useGuests(query);
  const data = 'data' in list ? list.data : undefined;
  const suggestions = useMemo(
    () => suggestTokens(data?.items ?? []),
    [data?.items],
  );
  const filterable = filter !== '' || (data?.counts.all ?? 0) > 0;

  return (
    <PageBody>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}
      >
        <Box sx={{ flex: '1 1 30ch', minWidth: 0 }}>
          <GuestsSentence list={list} />
        </Box>
        {order && <OrderButton label={t('guests.order')} to={order} />}
      </Box>
      <GuestsNotes list={list} />
      {filterable && (
        <FilterRow
          value={filter}
          onChange={setFilter}
          fields={guestFilterFields}
          suggestions={suggestions}
          label={t('guests.filter')}
          fresh={
            data &&
            data.fresh + data.gone.size > 0 && (
              <Button size="small" variant="outlined" onClick={showFresh}>
                {t('guests.fresh', {
                  fresh: String(data.fresh),
                  gone: String(data.gone.size),
                })}
              </Button>
            )
          }
          shown={
            data &&
            t('guests.shown', {
              shown: data.total.toLocaleString('en-US'),
              total: data.counts.all.toLocaleString('en-US'),
            })
          }
        >
          <ColumnChooser
            columns={hideableGuestColumns.map(id => ({
              id,
              title: t(`column.${id}`),
            }))}
            hidden={hidden}
            onChange={setHidden}
          />
        </FilterRow>
      )}
      {body()}
    </PageBody>
  );

  function body() {
    if (list.status === 'loading') {
      return (
        <LoadingBlock
          of={t('guests.what')}
          heights={[36, 36, 36, 36, 36, 36, 36]}
        />
      );
    }
    if (list.status === 'error') {
      return (
        <LoadError
          error={list.error}
          retry={list.retry}
          of={t('guests.what')}
          list
        />
      );
    }
    if (list.data.items.length === 0) {
      return (
        <NoGuests
          view={list.data}
          filter={filter}
          onClear={() => setFilter('')}
        />
      );
    }
    return (
      <GuestsTable
        view={list.data}
        stale={list.status === 'stale'}
        hidden={hidden}
        sort={sort}
        onSort={setSort}
        onMore={loadMore}
        loadingMore={loadingMore}
      />
    );
  }
}
