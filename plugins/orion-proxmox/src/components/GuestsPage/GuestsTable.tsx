import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DataTable } from '@orion/backstage-plugin-orion-react';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { useGuestHref } from '../../hooks/useGuestHref';
import { staleClusters } from '../../lib/freshness';
import { formatSort, parseSort } from '../../lib/guestsFilter';
import { guestName } from '../../lib/guestName';
import { guestKey, GuestsView } from '../../lib/mergeGuests';
import { orionProxmoxTranslationRef } from '../../translation';
import { useGuestMenu } from './useGuestMenu';
import { GuestRowCard } from './GuestRowCard';
import { guestColumns } from './guestColumns';

export interface GuestsTableProps {
  view: GuestsView;
  stale: boolean;
  /** Ids of columns the reader does not want. */
  hidden: ReadonlySet<string>;
  /** As the URL keeps it: `name`, `-cpu`. */
  sort: string;
  onSort: (sort: string) => void;
  onMore?: () => void;
  loadingMore: boolean;
}

/** The rows of the guests' page. */
export function GuestsTable(props: GuestsTableProps) {
  const { view, stale, hidden, sort, onSort, onMore, loadingMore } = props;
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const navigate = useNavigate();
  const href = useGuestHref();
  const menu = useGuestMenu();
  const oldClusters = useMemo(
    () => staleClusters(view.freshness),
    [view.freshness],
  );
  const isStale = (guest: Guest) => stale || oldClusters.has(guest.cluster);
  const columns = useMemo(
    () =>
      guestColumns({
        title: id => t(`column.${id}`),
        noAddress: t('guests.noAddress'),
        noOwner: t('guests.noOwner'),
        href,
        isStale,
      }).filter(({ id }) => !hidden.has(id)),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, href, stale, oldClusters, hidden],
  );
  return (
    <DataTable
      label={t('guests.what')}
      columns={columns}
      rows={view.items}
      total={view.total}
      minWidth={Math.max(420, columns.length * 118)}
      maxHeight="max(240px, calc(100vh - 230px))"
      rowKey={guestKey}
      rowName={guestName}
      faded={guest => view.gone.has(guestKey(guest))}
      onOpen={guest => navigate(href(guest))}
      menu={guest => menu(guest, isStale(guest))}
      sort={parseSort(sort)}
      onSort={next => onSort(formatSort(next))}
      onMore={onMore}
      loadingMore={loadingMore}
      card={guest => (
        <GuestRowCard guest={guest} href={href(guest)} stale={isStale(guest)} />
      )}
    />
  );
}
