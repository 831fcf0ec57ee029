import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  changeStatusWord,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { useLastChange } from '../../hooks/useLastChange';
import { changeRouteRef } from '../../routes';
import { orionProxmoxTranslationRef } from '../../translation';

/** The newest change about this guest; says nothing while it is not known. */
export function LastChange({ targetRef }: { targetRef: string }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const last = useLastChange(targetRef);
  const link = useRouteRef(changeRouteRef);
  const change = 'data' in last ? last.data : undefined;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        alignItems: 'center',
        minHeight: 28,
        fontSize: '0.875rem',
      }}
    >
      {change !== undefined && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {change ? t('card.last') : t('card.noChange')}
        </Box>
      )}
      {change && (
        <>
          <Link
            component={RouterLink}
            to={link?.({ changeId: String(change.id) }) ?? ''}
          >
            #{change.id} <bdi>{change.title}</bdi>
          </Link>
          <StatusChip
            plain
            stale={last.status === 'stale'}
            word={changeStatusWord(change.state)}
          />
          <TimeAgo at={change.updatedAt} />
        </>
      )}
    </Box>
  );
}
