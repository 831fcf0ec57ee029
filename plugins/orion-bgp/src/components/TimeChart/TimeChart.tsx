import { useId, useMemo } from 'react';
import { createPortal } from 'react-dom';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatCount, formatMoment } from '@orion/backstage-plugin-orion-react';
import { ChartMark, marksIn } from '../../lib/ChartMark';
import { NamedSeries } from '../../lib/NamedSeries';
import { nearestSample } from '../../lib/nearestSample';
import { orionBgpTranslationRef } from '../../translation';
import { ChartMarks } from './ChartMarks';
import { plotStyles } from './plotStyles';
import { Plot, PLOT_HEIGHT, usePlot } from './usePlot';
import { useChartTexts } from './useChartTexts';
import { useReader } from './useReader';

export interface TimeChartProps {
  series: NamedSeries;
  /** What happened; those outside of its time are not shown. */
  marks: ChartMark[];
  /** Unix seconds of what is read in it or in a chart beside it. */
  at: number | undefined;
  onAt(at: number | undefined): void;
}

/** One number of routes over time. The axis fits the values, and says so. */
export function TimeChart({ series, marks, at, onAt }: TimeChartProps) {
  const { name, hint, subject, times, unit, values } = series;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const id = useId();
  const known = values.filter((value): value is number => value !== null);
  const { box, drawn } = usePlot(series);
  const texts = useChartTexts();
  const gaps = texts.gaps(series);
  const marked = marksIn(marks, times);
  const sample = useMemo(
    () => (at === undefined ? undefined : nearestSample({ times, values }, at)),
    [times, values, at],
  );
  const reader = useReader({ series, drawn, sample, onAt });
  const read = sample !== undefined && {
    time: times[sample],
    value: values[sample] as number,
  };

  return (
    <Box component="figure" sx={{ margin: 0, minWidth: 0 }}>
      <Box
        component="figcaption"
        title={hint}
        sx={{ display: 'flex', gap: 1, fontSize: '0.875rem' }}
      >
        <Box component="span" sx={{ fontWeight: 600 }}>
          {name}
        </Box>
        <span>{formatCount(values.at(-1) ?? undefined)}</span>
        <Box component="span" sx={{ color: 'text.secondary', flex: 1 }} />
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {t('chart.scaled')}
        </Box>
      </Box>
      {/* There also while nothing is read: the chart below it stays where it is. */}
      <Box
        className="orion-screen"
        sx={{
          fontSize: '0.875rem',
          lineHeight: '20px',
          height: 20,
          whiteSpace: 'nowrap',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {read &&
          t('chart.reading', {
            time: formatMoment(new Date(read.time * 1000)),
            value: formatCount(read.value),
          })}
      </Box>
      <Box
        // The arrows are the chart's: nothing else reads a page with them meanwhile.
        role="application"
        tabIndex={0}
        aria-label={t('chart.read', { name })}
        aria-describedby={id}
        {...reader}
        sx={{
          minWidth: 0,
          // Sideways it reads, up and down the page scrolls.
          touchAction: 'pan-y',
          '&:focus-visible': {
            outline: '2px solid',
            outlineColor: 'text.primary',
            outlineOffset: '1px',
          },
        }}
      >
        <Box
          ref={box}
          id={id}
          role="img"
          aria-label={[
            t('chart.label', {
              ...subject,
              unit,
              min: formatCount(Math.min(...known)),
              max: formatCount(Math.max(...known)),
              last: formatCount(values.at(-1) ?? undefined),
            }),
            gaps,
            texts.marks(marked),
          ]
            .filter(Boolean)
            .join('. ')}
          sx={[
            { height: PLOT_HEIGHT, minWidth: 0, overflow: 'hidden' },
            plotStyles,
          ]}
        />
      </Box>
      {gaps && (
        // The picture's sentence says it to people who listen.
        <Box
          aria-hidden="true"
          sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}
        >
          {gaps}
        </Box>
      )}
      {drawn && <ChartMarks drawn={drawn} marks={marked} />}
      {drawn && read && <ChartCursor drawn={drawn} {...read} />}
    </Box>
  );
}

/** A line through what is read, and a point on it. */
function ChartCursor({
  drawn: { chart },
  time,
  value,
}: {
  drawn: NonNullable<Plot['drawn']>;
  time: number;
  value: number;
}) {
  const left = chart.valToPos(time, 'x');
  return createPortal(
    <>
      <div className="orion-cursor-line" style={{ left }} />
      <div
        className="orion-cursor-point"
        style={{ left, top: chart.valToPos(value, 'y') }}
      />
    </>,
    chart.over,
  );
}
