import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StatusChip, TimeAgo } from '@orion/backstage-plugin-orion-react';
import { receivedCounter } from '../../lib/receivedCounter';
import { SessionRow } from '../../lib/sessionRows';
import { orionBgpTranslationRef } from '../../translation';
import { BroughtValue } from '../CounterValue/BroughtValue';
import { IntentMark } from '../IntentMark/IntentMark';
import { RestartMark } from '../RestartMark/RestartMark';
import { LimitValue } from './LimitValue';

export interface SessionRowCardProps {
  row: SessionRow;
  name: string;
  /** Of the neighbor's autonomous system, when it has one. */
  asName?: string;
  href: string;
  stale: boolean;
  /** The router or NetBox is silent. */
  intentStale: boolean;
}

/** A session on a phone: neighbor, state, limit first. */
export function SessionRowCard({
  row,
  name,
  asName,
  href,
  stale,
  intentStale,
}: SessionRowCardProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { session, family, word } = row;
  const brought = receivedCounter(family);
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
          </Link>{' '}
          <Box
            component="bdi"
            sx={{ color: 'text.secondary', fontWeight: 'normal' }}
          >
            {asName}
          </Box>
        </Box>
        {session.drift && <StatusChip plain word="drifted" />}
        <StatusChip plain word={word} stale={stale} />
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
        {family?.importLimit && (
          <span>
            {t('column.limit')} <LimitValue limit={family.importLimit} />
          </span>
        )}
        {brought && <BroughtValue brought={brought} />}
        <TimeAgo at={session.since} />
        <RestartMark session={session} stale={stale} />
        <IntentMark session={session} stale={intentStale} />
        <span>{session.router}</span>
      </Box>
    </Box>
  );
}
