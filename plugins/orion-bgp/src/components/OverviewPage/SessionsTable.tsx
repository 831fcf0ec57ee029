import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session, TrendList } from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import {
  DataTable,
  EmptyState,
  orionReactTranslationRef,
  parseFilter,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { useHrefs } from '../../hooks/useHrefs';
import { SessionRow, sessionRows } from '../../lib/sessionRows';
import {
  matchesSession,
  sessionFilterFields,
  suggestSessionTokens,
} from '../../lib/sessionsFilter';
import { orionBgpTranslationRef } from '../../translation';
import { SessionRowCard } from './SessionRowCard';
import { sessionColumns } from './sessionColumns';
import { SessionsFilter } from './SessionsFilter';
import { useNeighborName } from './useNeighborName';

export interface SessionsTableProps {
  sessions: Session[];
  freshness: Freshness[];
  /** Undefined while they are not known. */
  trends?: TrendList;
  stale: boolean;
  /** NetBox is silent: what it meant is old. */
  recordsStale: boolean;
  now: number;
}

/** One row per session and address family, problems first; those that match the filter. */
export function SessionsTable(props: SessionsTableProps) {
  const { sessions, freshness, trends, stale, recordsStale, now } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { t: words } = useTranslationRef(orionReactTranslationRef);
  const navigate = useNavigate();
  const hrefs = useHrefs();
  const name = useNeighborName();
  const names = useAsNames(sessions.map(({ neighborAs }) => neighborAs));
  const asName = ({ session }: SessionRow) => names.nameOf(session.neighborAs);
  const sorted = useMemo(() => sessionRows(sessions, now), [sessions, now]);
  const { rows, holder } = useHeldOrder(sorted, ({ key }) => key);
  const suggestions = useMemo(() => suggestSessionTokens(sorted), [sorted]);
  const [filter, setFilter] = useUrlState('q');
  const tokens = parseFilter(filter, sessionFilterFields);
  // After the order: what the filter lets back in has its place.
  const shown = rows.filter(row =>
    matchesSession(row, tokens, {
      name: name(row),
      asName: asName(row),
      states: [
        words(`status.${row.word}`),
        ...(row.session.drift ? [words('status.drifted')] : []),
      ],
    }),
  );
  const old = useMemo(
    () =>
      new Set(freshness.filter(one => one.stale).map(({ source }) => source)),
    [freshness],
  );
  const isStale = ({ session }: SessionRow) =>
    stale || old.has(`bgp:${session.router}`);
  const isIntentStale = (row: SessionRow) => recordsStale || isStale(row);
  const href = ({ session }: SessionRow) =>
    hrefs.session({ router: session.router, session: session.name });
  const trend = ({ session, family }: SessionRow) => {
    const line = trends?.items.find(
      one =>
        one.router === session.router &&
        one.session === session.name &&
        one.family === family?.family,
    );
    return (
      trends && line && { values: line.values, stepSeconds: trends.stepSeconds }
    );
  };
  return (
    <>
      <SessionsFilter
        value={filter}
        onChange={setFilter}
        suggestions={suggestions}
        shown={new Set(shown.map(({ session }) => session)).size}
        total={sessions.length}
      />
      <Box {...holder} sx={{ minWidth: 0 }}>
        {shown.length > 0 ? table() : noMatch()}
      </Box>
    </>
  );

  function noMatch() {
    return (
      <EmptyState
        variant="no-match"
        what={t('overview.session')}
        filter={filter}
        total={sessions.length}
        onClear={() => setFilter('')}
      />
    );
  }

  function table() {
    return (
      <DataTable
        label={t('overview.what')}
        columns={sessionColumns({
          title: id => t(`column.${id}`),
          acceptedOnly: t('route.accepted'),
          name,
          asName,
          href,
          isStale,
          isIntentStale,
          trend,
        })}
        rows={shown}
        minWidth={1072}
        rowKey={({ key }) => key}
        rowName={name}
        faded={({ session }) => session.gone}
        onOpen={row => navigate(href(row))}
        card={row => (
          <SessionRowCard
            row={row}
            name={name(row)}
            asName={asName(row)}
            href={href(row)}
            stale={isStale(row)}
            intentStale={isIntentStale(row)}
          />
        )}
      />
    );
  }
}
