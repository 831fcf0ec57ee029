import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { StatusChip, TimeAgo } from '@orion/backstage-plugin-orion-react';
import { SessionRow } from '../../lib/sessionRows';
import { CounterValue } from '../CounterValue/CounterValue';
import { LimitValue } from './LimitValue';

export interface SessionRowCardProps {
  row: SessionRow;
  name: string;
  href: string;
  stale: boolean;
}

/** A session on a phone: neighbor, state, limit first. */
export function SessionRowCard({
  row,
  name,
  href,
  stale,
}: SessionRowCardProps) {
  const { session, family, word } = row;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, fontSize: '0.875rem' }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'center',
        }}
      >
        <Box
          sx={{
            flex: 1,
            fontWeight: 600,
            overflowWrap: 'anywhere',
            minWidth: '12ch',
          }}
        >
          <Link component={RouterLink} to={href}>
            <bdi>{name}</bdi>
          </Link>
        </Box>
        <StatusChip plain word={word} stale={stale} />
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
        <LimitValue limit={family?.importLimit} />
        <CounterValue
          counter={family?.counters.received ?? family?.counters.accepted}
        />
        <TimeAgo at={session.since} />
        <span>{session.router}</span>
      </Box>
    </Box>
  );
}
