import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusChip, TimeAgo } from '@orion/backstage-plugin-orion-react';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { useHrefs } from '../../hooks/useHrefs';
import { useLimitStopTexts } from '../../hooks/useLimitStopTexts';
import { receivedCounter } from '../../lib/receivedCounter';
import { SessionRow, sessionRows } from '../../lib/sessionRows';
import { orionBgpTranslationRef } from '../../translation';
import { BroughtValue } from '../CounterValue/BroughtValue';
import { LimitValue } from '../OverviewPage/LimitValue';
import { useNeighborName } from '../OverviewPage/useNeighborName';
import { RestartMark } from '../RestartMark/RestartMark';

export interface SessionLinesProps {
  sessions: Session[];
  /** Its router is silent: it is as it was. */
  isStale: (session: Session) => boolean;
  now: number;
}

/** A line per session and family, problems first. */
export function SessionLines({ sessions, isStale, now }: SessionLinesProps) {
  const sorted = useMemo(() => sessionRows(sessions, now), [sessions, now]);
  const { rows, holder } = useHeldOrder(sorted, ({ key }) => key);
  const routers = new Set(sessions.map(({ router }) => router)).size;
  return (
    <Box {...holder}>
      <Box
        component="ul"
        sx={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          display: 'grid',
          gap: 1,
        }}
      >
        {rows.map(row => (
          <Line
            key={row.key}
            row={row}
            stale={isStale(row.session)}
            routers={routers}
          />
        ))}
      </Box>
    </Box>
  );
}

function Line({
  row,
  stale,
  routers,
}: {
  row: SessionRow;
  stale: boolean;
  /** How many the lines are of: the only one needs no name. */
  routers: number;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const name = useNeighborName();
  const { session, family, word } = row;
  const stop = useLimitStopTexts()(session);
  const why = stop ? t('limitStop.it', stop) : session.lastError;
  const brought = receivedCounter(family);
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        // What does not fit beside the name stands below it, not below the state.
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        columnGap: 2,
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <Box sx={{ minWidth: '9rem' }}>
        <StatusChip plain word={word} stale={stale} />
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          minWidth: 0,
        }}
      >
        <Link
          component={RouterLink}
          to={hrefs.session({ router: session.router, session: session.name })}
          sx={{ overflowWrap: 'anywhere' }}
        >
          <bdi>{name(row)}</bdi>
        </Link>
        {session.drift && <StatusChip plain word="drifted" />}
        <RestartMark session={session} stale={stale} />
        {routers > 1 && <bdi>{session.router}</bdi>}
        <TimeAgo at={session.since} />
        {brought && <BroughtValue brought={brought} />}
        {family?.importLimit && (
          <span>
            {t('column.limit')} <LimitValue limit={family.importLimit} />
          </span>
        )}
        {why && word === 'down' && (
          <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
            <bdi>{why}</bdi>
          </Box>
        )}
      </Box>
    </Box>
  );
}
