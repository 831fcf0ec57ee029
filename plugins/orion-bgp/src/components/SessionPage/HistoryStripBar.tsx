import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatMoment,
  formatPercent,
  toneColor,
  touchArea,
  useNow,
} from '@orion/backstage-plugin-orion-react';
import {
  historyStrip,
  KnownHistory,
  StripSegment,
} from '../../lib/historyStrip';
import { orionBgpTranslationRef } from '../../translation';

const RANGE_MS = 7 * 24 * 3_600_000;

const tones = {
  up: 'good',
  down: 'bad',
  off: 'idle',
  unknown: 'unknown',
  unloaded: 'unknown',
} as const;

/** Height tells the states apart without colour. */
const heights: Record<StripSegment['state'], number> = {
  up: 16,
  down: 6,
  off: 3,
  unknown: 1,
  unloaded: 16,
};

export interface HistoryStripBarProps {
  history: KnownHistory;
  /** Loads what was before; absent when all is loaded. */
  loadMore?: () => void;
  loading: boolean;
}

/** Seven days as one bar, or what of them is loaded. */
export function HistoryStripBar({
  history,
  loadMore,
  loading,
}: HistoryStripBarProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { mode } = useTheme().palette;
  const now = useNow(60_000);
  const { loadedFrom, segments, upShare } = historyStrip(
    history,
    now,
    RANGE_MS,
  );
  const share = tellShare(upShare);
  const since = loadedFrom && formatMoment(new Date(loadedFrom), new Date(now));
  const label = since
    ? t('strip.labelSince', { share, since })
    : t('strip.label', { share });
  return (
    <Box>
      <Box
        role="img"
        aria-label={label}
        title={label}
        sx={{ display: 'flex', alignItems: 'end', height: 18 }}
      >
        {segments.map(({ state, share: width }, index) => (
          <span
            // eslint-disable-next-line react/no-array-index-key -- stretches have no name
            key={index}
            style={{
              flex: `${width} 1 0`,
              // A short outage stays visible.
              minWidth: state === 'up' ? 0 : 2,
              height: heights[state],
              ...look(state),
              printColorAdjust: 'exact',
              forcedColorAdjust: 'none',
            }}
          />
        ))}
      </Box>
      <Box
        aria-hidden="true"
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          fontSize: '0.75rem',
          color: 'text.secondary',
        }}
      >
        <span>{t('strip.start')}</span>
        <span>{t('strip.end')}</span>
      </Box>
      {since && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            columnGap: 1,
            alignItems: 'center',
          }}
        >
          <span>{t('strip.since', { since, share })}</span>
          {loadMore && (
            <Button
              size="small"
              onClick={loadMore}
              disabled={loading}
              sx={touchArea}
            >
              {t('strip.more')}
            </Button>
          )}
        </Box>
      )}
    </Box>
  );

  function look(state: StripSegment['state']) {
    const color = toneColor(mode, tones[state]);
    // A frame: there is something, and it is not here.
    return state === 'unloaded'
      ? { boxSizing: 'border-box' as const, border: `1px dashed ${color}` }
      : { backgroundColor: color };
  }
}

/** Nearly always is not always. */
function tellShare(share: number | undefined): string {
  return share !== undefined && share < 1 && share > 0.99
    ? `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
    : formatPercent(share);
}
