import { useEffect, useRef } from 'react';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatClock,
  formatCount,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import type UPlot from 'uplot';
import { fitAxis } from '../../lib/fitAxis';
import { NamedSeries } from '../../lib/NamedSeries';
import { orionBgpTranslationRef } from '../../translation';

const HEIGHT = 150;

/** Beyond it the axis tells days, in seconds. */
const DAYS_FROM = 3 * 86_400;
/** No two labels of an axis say the same. */
const DAY_STEPS = [1, 2, 7, 14, 28].map(days => days * 86_400);
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map(
  minutes => minutes * 60,
);

/** One number of routes over time. The axis fits the values, and says so. */
export function TimeChart({ series }: { series: NamedSeries }) {
  const { name, hint, subject, times, values } = series;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { palette } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const known = values.filter((value): value is number => value !== null);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const ink = palette.text.secondary;
  const grid = palette.divider;
  const stroke = toneColor(palette.mode, 'busy');

  useEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    let chart: UPlot | undefined;
    let gone = false;
    const observer = new ResizeObserver(() =>
      chart?.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    // Charts are far down the page: their code comes when they do.
    import('uplot').then(({ default: Plot }) => {
      if (!gone) {
        const axis = {
          stroke: ink,
          grid: { stroke: grid, width: 1 },
          ticks: { show: false },
        };
        chart = new Plot(
          {
            width: element.clientWidth,
            height: HEIGHT,
            legend: { show: false },
            cursor: { drag: { setScale: false } },
            scales: { y: { range: (_, min, max) => fitAxis(min, max) } },
            axes: [
              {
                ...axis,
                size: 28,
                space: 70,
                values: (_, ticks) => ticks.map(tick => tellTime(tick, span)),
                incrs: span > DAYS_FROM ? DAY_STEPS : MINUTE_STEPS,
              },
              {
                ...axis,
                size: 72,
                space: 24,
                values: (_, ticks) => ticks.map(tick => formatCount(tick)),
                // Routes are whole.
                incrs: [1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap(ten =>
                  [1, 2, 5].map(step => step * ten),
                ),
              },
            ],
            series: [
              {},
              { stroke, width: 1.5, spanGaps: false, points: { size: 3 } },
            ],
          },
          [times, values],
          element,
        );
        observer.observe(element);
      }
    });
    return () => {
      gone = true;
      observer.disconnect();
      chart?.destroy();
    };
  }, [times, values, span, ink, grid, stroke]);

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
      <Box
        ref={box}
        role="img"
        aria-label={t('chart.label', {
          ...subject,
          min: formatCount(Math.min(...known)),
          max: formatCount(Math.max(...known)),
          last: formatCount(values.at(-1) ?? undefined),
        })}
        sx={{
          height: HEIGHT,
          minWidth: 0,
          overflow: 'hidden',
          // What uPlot's own style sheet places; its legend is not used.
          '& .uplot, & .u-wrap': { position: 'relative' },
          '& .u-over, & .u-under': { position: 'absolute' },
          '& .u-under': { overflow: 'hidden' },
          '& canvas': { display: 'block', width: '100%', height: '100%' },
          '& .u-off': { display: 'none' },
          '& .u-axis': { position: 'absolute' },
          '& .u-cursor-x, & .u-cursor-y': {
            position: 'absolute',
            insetInlineStart: 0,
            top: 0,
            pointerEvents: 'none',
          },
          '& .u-cursor-x': { height: '100%', borderRight: `1px dashed ${ink}` },
          '& .u-cursor-y': { width: '100%', borderBottom: `1px dashed ${ink}` },
          '& .u-cursor-pt, & .u-select': {
            position: 'absolute',
            top: 0,
            left: 0,
            borderRadius: '50%',
            pointerEvents: 'none',
          },
        }}
      />
    </Box>
  );
}

/** The hour within a few days, the day beyond. */
function tellTime(seconds: number, span: number): string {
  const at = new Date(seconds * 1000);
  return span > DAYS_FROM
    ? at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
    : formatClock(at);
}
