import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session, Trend } from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { DataTable } from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { useHrefs } from '../../hooks/useHrefs';
import { SessionRow, sessionRows } from '../../lib/sessionRows';
import { orionBgpTranslationRef } from '../../translation';
import { SessionRowCard } from './SessionRowCard';
import { sessionColumns } from './sessionColumns';
import { useNeighborName } from './useNeighborName';

export interface SessionsTableProps {
  sessions: Session[];
  freshness: Freshness[];
  trends: Trend[];
  stale: boolean;
  /** NetBox is silent: what it meant is old. */
  recordsStale: boolean;
  now: number;
}

/** One row per session and address family, problems first. */
export function SessionsTable(props: SessionsTableProps) {
  const { sessions, freshness, trends, stale, recordsStale, now } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const navigate = useNavigate();
  const hrefs = useHrefs();
  const name = useNeighborName();
  const names = useAsNames(sessions.map(({ neighborAs }) => neighborAs));
  const asName = ({ session }: SessionRow) => names.nameOf(session.neighborAs);
  const sorted = useMemo(() => sessionRows(sessions, now), [sessions, now]);
  const { rows, holder } = useHeldOrder(sorted, ({ key }) => key);
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
  const trend = ({ session, family }: SessionRow) =>
    trends.find(
      one =>
        one.router === session.router &&
        one.session === session.name &&
        one.family === family?.family,
    )?.values;
  return (
    <Box {...holder} sx={{ minWidth: 0 }}>
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
        rows={rows}
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
    </Box>
  );
}
