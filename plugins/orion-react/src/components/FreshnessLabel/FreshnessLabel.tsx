import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { formatSince } from '../../format/times';
import { useDurationText } from '../../hooks/useDurationText';
import { useNow } from '../../hooks/useNow';
import { orionReactTranslationRef } from '../../translation';
import { StatusShape } from '../StatusChip/StatusShape';
import { toneColor } from '../StatusChip/toneColors';
import { TimeAgo } from '../TimeAgo/TimeAgo';

/** How old data is, and a way to read it again. @public */
export interface FreshnessLabelProps {
  /**
   * As the API told it; goes late in the browser too, after three intervals.
   */
  freshness: Freshness;
  /** Offered only while the data is late. */
  onRetry?: () => void;
}

/**
 * How old a card's data is: "4 s ago", or a warning with since when and Retry.
 *
 * @public
 */
export function FreshnessLabel({ freshness, onRetry }: FreshnessLabelProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const durationText = useDurationText();
  const { mode } = useTheme().palette;
  const now = useNow(1000);
  const { fetchedAt, intervalMs, source, error } = freshness;
  const at = fetchedAt ? new Date(fetchedAt) : undefined;
  // The answer ages in the browser too: what was fresh when it came may be late by now.
  const late = freshness.stale || !at || now - at.getTime() > 3 * intervalMs;
  const details = [
    t('freshness.source', { source }),
    t('freshness.interval', { interval: durationText(intervalMs) }),
    ...(error ? [t('freshness.error', { error })] : []),
  ].join('\n');
  return (
    <Tooltip
      describeChild
      title={details}
      slotProps={{ tooltip: { sx: { whiteSpace: 'pre-line' } } }}
    >
      <Box
        component="span"
        role="status"
        aria-live="off"
        sx={{
          '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
          display: 'inline-flex',
          alignItems: 'center',
          gap: '6px',
          whiteSpace: 'nowrap',
          fontSize: '0.8125rem',
          fontVariantNumeric: 'tabular-nums',
          color: late ? toneColor(mode, 'warn') : 'text.secondary',
        }}
      >
        {late && <StatusShape tone="warn" size={12} />}
        {lateText() ?? <TimeAgo at={at} />}
        {late && onRetry && (
          <Button
            size="small"
            color="inherit"
            onClick={onRetry}
            sx={{ minWidth: 0 }}
          >
            {t('freshness.retry')}
          </Button>
        )}
      </Box>
    </Tooltip>
  );

  function lateText() {
    if (!late) {
      return undefined;
    }
    if (!at) {
      return t('freshness.never');
    }
    return t('freshness.since', { time: formatSince(at, now) });
  }
}
