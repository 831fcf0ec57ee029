import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { TimeAgo } from '@orion/backstage-plugin-orion-react';
import { countedLate } from '../../lib/countedLate';
import { orionBgpTranslationRef } from '../../translation';

/** Of when the numbers in the list are that are older than its sessions. */
export function CountedLateNote({ sessions }: { sessions: Session[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const late = countedLate(sessions);
  return late.length === 0 ? null : (
    <Box sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}>
      {late.map(({ router, asOf, stale }) => (
        <div key={router}>
          {stale
            ? t('overview.countedBefore', { router })
            : t('overview.countedLate', { router })}{' '}
          <TimeAgo at={asOf} />.
        </div>
      ))}
    </Box>
  );
}
