import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatPercent,
  toneColor,
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
} as const;

/** Height tells the states apart without colour. */
const heights: Record<StripSegment['state'], number> = {
  up: 16,
  down: 6,
  off: 3,
  unknown: 1,
};

/** Seven days as one bar. */
export function HistoryStripBar({ history }: { history: KnownHistory }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { mode } = useTheme().palette;
  const now = useNow(60_000);
  const { segments, upShare } = historyStrip(history, now, RANGE_MS);
  return (
    <Box>
      <Box
        role="img"
        aria-label={t('strip.label', { share: tellShare(upShare) })}
        title={t('strip.label', { share: tellShare(upShare) })}
        sx={{ display: 'flex', alignItems: 'end', height: 18 }}
      >
        {segments.map(({ state, share }, index) => (
          <span
            // eslint-disable-next-line react/no-array-index-key -- stretches have no name
            key={index}
            style={{
              flex: `${share} 1 0`,
              // A short outage stays visible.
              minWidth: state === 'up' ? 0 : 2,
              height: heights[state],
              backgroundColor: toneColor(mode, tones[state]),
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
    </Box>
  );
}

/** Nearly always is not always. */
function tellShare(share: number | undefined): string {
  return share !== undefined && share < 1 && share > 0.99
    ? `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
    : formatPercent(share);
}
