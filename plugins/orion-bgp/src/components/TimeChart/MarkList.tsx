import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatMoment,
  StatusShape,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { ChartMark } from '../../lib/ChartMark';
import { orionBgpTranslationRef } from '../../translation';

/** What the marks in charts stand for, newest last. */
export function MarkList({
  marks,
  shown,
  since,
}: {
  marks: ChartMark[];
  /** At most, of the newest. */
  shown: number;
  /** Unix seconds, where the charts begin before what is known to have happened. */
  since?: number;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { background, mode } = useTheme().palette;
  const more = marks.length - shown;
  if (marks.length === 0 && since === undefined) {
    return null;
  }
  return (
    <Box
      component="ul"
      aria-label={t('chart.marks')}
      sx={{
        listStyle: 'none',
        margin: 0,
        padding: 0,
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        fontSize: '0.8125rem',
        '--orion-shape-mark': background.paper,
      }}
    >
      {since !== undefined && (
        <Box component="li" sx={{ color: 'text.secondary' }}>
          {t('chart.marksSince', {
            time: formatMoment(new Date(since * 1000)),
          })}
        </Box>
      )}
      {more > 0 && (
        <Box component="li" sx={{ color: 'text.secondary' }}>
          {t('chart.earlier', { n: String(more) })}
        </Box>
      )}
      {marks.slice(-shown).map(({ at, text, tone }) => (
        <Box
          component="li"
          key={`${at} ${text}`}
          sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}
        >
          <Box component="span" sx={{ color: toneColor(mode, tone) }}>
            <StatusShape tone={tone} size={10} />
          </Box>
          <span>
            {text}, {formatMoment(new Date(at * 1000))}
          </span>
        </Box>
      ))}
    </Box>
  );
}
