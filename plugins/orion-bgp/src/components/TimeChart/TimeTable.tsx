import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatCount,
  formatMoment,
  UNKNOWN,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';
import { counterRows } from '../../lib/counterRows';
import { NamedSeries } from '../../lib/NamedSeries';
import { useChartTexts } from './useChartTexts';

/** The charts as numbers: for people who listen, and for copying. */
export function TimeTable({
  title,
  series,
}: {
  title: string;
  series: NamedSeries[];
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { rows, total } = counterRows(series);
  const texts = useChartTexts();
  // Where a sample is missing, there is no row to tell of it.
  const gaps = series
    .map(one => ({ name: one.name, gaps: texts.gaps(one) }))
    .filter(one => one.gaps)
    .map(one => t('chart.gapsOf', one));
  return (
    <Box
      role="group"
      aria-label={title}
      tabIndex={0}
      sx={{
        maxHeight: 320,
        overflow: 'auto',
        '@media print': { maxHeight: 'none' },
      }}
    >
      <Box
        component="table"
        sx={{
          borderCollapse: 'collapse',
          fontSize: '0.875rem',
          fontVariantNumeric: 'tabular-nums',
          '& th, & td': { paddingInlineEnd: 3, textAlign: 'end' },
          '& th:first-of-type': { textAlign: 'start' },
          '& thead th': {
            position: 'sticky',
            top: 0,
            backgroundColor: 'background.paper',
          },
          '& tbody th': { fontWeight: 400, whiteSpace: 'nowrap' },
        }}
      >
        <thead>
          <tr>
            <th>{t('chart.time')}</th>
            {series.map(({ key, name }) => (
              <th key={key}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, values }) => (
            <tr key={time}>
              <th scope="row">{formatMoment(new Date(time * 1000))}</th>
              {values.map((value, index) => (
                // eslint-disable-next-line react/no-array-index-key -- one cell per series
                <td key={index}>
                  {value === null ? UNKNOWN : formatCount(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
      {gaps.map(line => (
        <Box key={line} sx={{ color: 'text.secondary' }}>
          {line}
        </Box>
      ))}
      {rows.length < total && (
        <Box sx={{ color: 'text.secondary', marginBlockStart: 0.5 }}>
          {t('chart.cut', {
            shown: formatCount(rows.length),
            total: formatCount(total),
          })}
        </Box>
      )}
    </Box>
  );
}
