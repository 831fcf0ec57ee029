import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { CheckResult } from '@orion/backstage-plugin-orion-common';
import {
  checkStatusWord,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { splitSummary } from '../../lib/splitSummary';
import { bgpRouteRef, guestsRouteRef } from '../../routes';
import { orionTranslationRef } from '../../translation';

export interface CheckTileProps {
  check: CheckResult;
  stale: boolean;
}

/** One check: name, shape and word, value, and the next step when there is one. */
export function CheckTile({ check, stale }: CheckTileProps) {
  const { t } = useTranslationRef(orionTranslationRef);
  const guests = useRouteRef(guestsRouteRef);
  const { id, title, state, summary, nextStep, value, checkedAt } = check;
  const { first, rest } = splitSummary(summary);
  const name = t(`tile.${id}`);
  const bgp = useRouteRef(bgpRouteRef);
  const pages: { [check: string]: string | undefined } = {
    'guests-running': guests?.(),
    'bgp-established': bgp?.(),
  };
  const href = pages[id];
  return (
    <Paper
      component="li"
      variant="outlined"
      sx={{
        padding: 1.5,
        display: 'grid',
        gap: 0.5,
        alignContent: 'start',
        minWidth: 0,
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1,
        }}
      >
        <Typography
          component="h2"
          title={title}
          sx={{ flex: 1, fontSize: '0.9375rem', fontWeight: 600, margin: 0 }}
        >
          {href ? (
            <Link component={RouterLink} to={href}>
              {name}
            </Link>
          ) : (
            name
          )}
        </Typography>
        <StatusChip plain stale={stale} word={checkStatusWord(state)} />
        {value && value.total > 0 && (
          <Box
            component="span"
            sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}
          >
            {t('checks.value', {
              good: String(value.good),
              total: String(value.total),
            })}
          </Box>
        )}
      </Box>
      {/* The chip already says that nothing is connected: what to do is news. */}
      {(state !== 'not-connected' || !nextStep) && (
        <Typography
          variant="body2"
          sx={{ overflowWrap: 'anywhere', margin: 0 }}
        >
          {first}
        </Typography>
      )}
      {rest && (
        <Box component="details" sx={{ fontSize: '0.875rem' }}>
          <summary>{t('checks.answer')}</summary>
          <Box
            component="pre"
            sx={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          >
            {rest}
          </Box>
        </Box>
      )}
      {nextStep && state !== 'ok' && (
        <Typography
          variant="body2"
          color="text.secondary"
          sx={{ overflowWrap: 'anywhere', margin: 0 }}
        >
          {nextStep}
        </Typography>
      )}
      {state !== 'not-connected' && (
        <Typography variant="caption" color="text.secondary">
          <TimeAgo at={checkedAt} />
        </Typography>
      )}
    </Paper>
  );
}
