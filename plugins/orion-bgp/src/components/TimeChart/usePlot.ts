import { RefObject, useEffect, useRef, useState } from 'react';
import { useTheme } from '@mui/material/styles';
import {
  formatClock,
  formatCount,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import type UPlot from 'uplot';
import { fitAxis } from '../../lib/fitAxis';
import { NamedSeries } from '../../lib/NamedSeries';

/** Pixels of a chart with its axes. */
export const PLOT_HEIGHT = 150;

/** Beyond it the axis tells days, in seconds. */
const DAYS_FROM = 3 * 86_400;
/** No two labels of an axis say the same. */
const DAY_STEPS = [1, 2, 7, 14, 28].map(days => days * 86_400);
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map(
  minutes => minutes * 60,
);

export interface Plot {
  /** What it is drawn in. */
  box: RefObject<HTMLDivElement>;
  /** Another object whenever places in it moved; undefined until it is drawn. */
  drawn?: { chart: UPlot };
}

/** Draws a series, anew with the theme and the data. */
export function usePlot({ times, unit, values }: NamedSeries): Plot {
  const { palette, typography } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Plot['drawn']>();
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const ink = palette.text.secondary;
  const grid = palette.divider;
  const font = typography.fontFamily;
  const stroke = toneColor(palette.mode, 'busy');

  useEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    let chart: UPlot | undefined;
    let gone = false;
    const observer = new ResizeObserver(() => {
      if (chart && chart.width !== element.clientWidth) {
        chart.setSize({ width: element.clientWidth, height: PLOT_HEIGHT });
      }
    });
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
            height: PLOT_HEIGHT,
            legend: { show: false },
            // Its own follows the pointer alone, and stands in gaps too.
            cursor: { show: false },
            scales: {
              x: { range: (_, min, max) => fitTimes(min, max) },
              y: { range: (_, min, max) => fitAxis(min, max) },
            },
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
                label: unit,
                labelSize: 18,
                labelGap: 2,
                labelFont: `12px ${font}`,
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
            hooks: {
              // It draws later than it is told to.
              draw: [self => !gone && setDrawn({ chart: self })],
            },
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
      setDrawn(undefined);
    };
  }, [times, unit, values, span, ink, grid, stroke, font]);

  return { box, drawn };
}

/** A single moment has no span to be drawn in: the minutes around it. */
function fitTimes(min: number, max: number): [number, number] {
  return min === max
    ? [min - MINUTE_STEPS[0], max + MINUTE_STEPS[0]]
    : [min, max];
}

/** The hour within a few days, the day beyond. */
function tellTime(seconds: number, span: number): string {
  const at = new Date(seconds * 1000);
  return span > DAYS_FROM
    ? at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
    : formatClock(at);
}
