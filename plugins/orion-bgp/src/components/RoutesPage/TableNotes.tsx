import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TableList,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatSince,
  formatCount,
  Loadable,
  LoadError,
  LoadingBlock,
  PartialBanner,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';
import { CollectorNote } from '../CollectorNote/CollectorNote';
import { VrpNotes } from './VrpNotes';

export interface TableNotesProps {
  tables: Loadable<TableList>;
  /** No search stands below it, which would tell of an outage itself. */
  alone?: boolean;
}

/** How old and how whole each table is: what a search can find at all. */
export function TableNotes({ tables, alone }: TableNotesProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  if (tables.status === 'loading' || tables.status === 'error') {
    return alone ? <Unread tables={tables} /> : <Box sx={{ minHeight: 20 }} />;
  }
  const { freshness, items } = tables.data;
  const asOf =
    freshness?.error && freshness.fetchedAt
      ? formatSince(new Date(freshness.fetchedAt))
      : undefined;
  // While the collector is away nobody knows how a table stands.
  const isBroken = ({ state, error }: TableState) =>
    state === 'unavailable' ||
    (!asOf && error !== undefined && state !== 'summary-only');
  const broken = items.filter(isBroken);
  const rest = items.filter(table => !isBroken(table));
  return (
    <>
      <CollectorNote freshness={freshness} retry={tables.retry}>
        {t('collector.tables')}
      </CollectorNote>
      {broken.length > 0 && (
        <PartialBanner onRetry={tables.retry}>
          {broken.map(tell).join(' ')}
        </PartialBanner>
      )}
      <Box
        role="status"
        sx={{
          fontSize: '0.8125rem',
          color: 'text.secondary',
          minHeight: 20,
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          overflowWrap: 'anywhere',
        }}
      >
        {rest.map(table => (
          <span key={table.router}>
            {[tell(table), ...limits(table)].join('; ')}
          </span>
        ))}
      </Box>
      {!asOf && <VrpNotes sources={tables.data.rpki} retry={tables.retry} />}
    </>
  );

  /** What is there of it and cannot be taken at its word. */
  function limits({ cutAttributes, longExports = [] }: TableState): string[] {
    return [
      ...(cutAttributes
        ? [
            t('table.cut', {
              count: cutAttributes,
              n: formatCount(cutAttributes),
            }),
          ]
        : []),
      ...(longExports.length > 0
        ? [t('table.longExports', { sessions: longExports.join(', ') })]
        : []),
    ];
  }

  function tell(table: TableState): string {
    const { router, dumpedAt, nextDumpAt, updatedAt, error } = table;
    const paths = formatCount(table.paths.ipv4 + table.paths.ipv6);
    const changedAt = [dumpedAt, updatedAt].filter(Boolean).sort().at(-1);
    const latest = changedAt ? formatSince(new Date(changedAt)) : '–';
    if (isBroken(table) && table.state === 'loading') {
      // Its daemon rests: there is nothing of before, and it comes by itself.
      const time = nextDumpAt ? formatSince(new Date(nextDumpAt)) : '–';
      return t('table.waits', { router, time, error: error ?? '' });
    }
    if (isBroken(table) && table.state !== 'unavailable') {
      const time = latest;
      return t('table.behind', { router, paths, time, error: error ?? '' });
    }
    switch (table.state) {
      case 'loading':
        return t('table.loading', { router });
      case 'live':
      case 'resyncing':
        if (asOf) {
          // It was: nobody follows it now.
          return t('table.polled', { router, paths, time: asOf });
        }
        return table.state === 'resyncing'
          ? t('table.resyncing', { router, paths, time: latest })
          : t('table.live', { router, paths });
      case 'summary-only':
        // An answer that was cut off has not even been counted.
        return dumpedAt
          ? t('table.summaryOnly', { router, paths })
          : t('table.summaryCut', { router, error: error ?? '' });
      case 'unavailable':
        return t('table.unavailable', { router, error: error ?? '' });
      default: {
        const time = dumpedAt ? formatSince(new Date(dumpedAt)) : '–';
        return t('table.polled', { router, paths, time });
      }
    }
  }
}

function Unread({
  tables,
}: {
  tables: Extract<Loadable<TableList>, { status: 'loading' | 'error' }>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const what = t('table.what');
  return tables.status === 'loading' ? (
    <LoadingBlock of={what} heights={[20]} />
  ) : (
    <LoadError error={tables.error} retry={tables.retry} of={what} list />
  );
}
