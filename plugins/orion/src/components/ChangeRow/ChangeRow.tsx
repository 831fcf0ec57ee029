import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  Deadline,
  StatusChip,
  TimeAgo,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { changeRouteRef } from '../../routes';

/** Two lines on a phone, one elsewhere. */
export const ROW_HEIGHT = { xs: 56, sm: 32 };

export interface ChangeRowProps {
  change: ChangeSummary;
  stale: boolean;
}

/** One change in one line, in two on a phone: what, how it stands, how long. */
export function ChangeRow({ change, stale }: ChangeRowProps) {
  const link = useRouteRef(changeRouteRef);
  const { id, title, state, deadlineAt, updatedAt } = change;
  const waits = state === 'awaiting-approval' && deadlineAt;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.5,
        minHeight: ROW_HEIGHT,
        fontSize: '0.875rem',
      }}
    >
      {/* One width for all words: the title stays where it is when the state changes. */}
      <Box component="span" sx={{ flex: { xs: 'none', sm: '0 0 11rem' } }}>
        <StatusChip plain stale={stale} word={changeStatusWord(state)} />
      </Box>
      <Link
        component={RouterLink}
        to={link?.({ changeId: String(id) }) ?? `/changes/${id}`}
        sx={{
          flex: { xs: '1 0 100%', sm: '1 1 14ch' },
          // What it is about comes first where it has a line of its own.
          order: { xs: -1, sm: 0 },
          minWidth: 0,
          overflowWrap: 'anywhere',
          ...touchArea,
        }}
      >
        #{id} <bdi>{title}</bdi>
      </Link>
      <Box
        component="span"
        sx={{ marginInlineStart: 'auto', fontVariantNumeric: 'tabular-nums' }}
      >
        {waits ? <Deadline at={deadlineAt} /> : <TimeAgo at={updatedAt} />}
      </Box>
    </Box>
  );
}
