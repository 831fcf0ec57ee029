import { KeyboardEvent, PointerEvent } from 'react';
import { NamedSeries } from '../../lib/NamedSeries';
import { nearestSample } from '../../lib/nearestSample';
import { stepSample } from '../../lib/stepSample';
import { Plot } from './usePlot';

export interface ReaderOptions {
  series: NamedSeries;
  drawn: Plot['drawn'];
  /** Index of what is read now. */
  sample: number | undefined;
  /** Unix seconds of what is read next; undefined: nothing. */
  onAt(at: number | undefined): void;
}

/** Handlers that read a chart point by point: with a pointer, a finger, and the keyboard. */
export function useReader({ series, drawn, sample, onAt }: ReaderOptions) {
  return {
    onPointerDown: readUnder,
    onPointerMove: readUnder,
    onPointerLeave(event: PointerEvent) {
      // A finger covers what it reads: that stays until it touches something else.
      if (event.pointerType !== 'touch') {
        onAt(undefined);
      }
    },
    onBlur: () => onAt(undefined),
    onKeyDown,
  };

  function readUnder({ clientX }: PointerEvent) {
    if (drawn) {
      const { chart } = drawn;
      const from = clientX - chart.over.getBoundingClientRect().left;
      const index = nearestSample(series, chart.posToVal(from, 'x'));
      onAt(index === undefined ? undefined : series.times[index]);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const { altKey, ctrlKey, key, metaKey, shiftKey } = event;
    if (altKey || ctrlKey || metaKey || shiftKey) {
      return;
    }
    switch (key) {
      case 'Escape':
        onAt(undefined);
        break;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'Home':
      case 'End': {
        const next = stepSample(series.values, sample, key);
        onAt(next === undefined ? undefined : series.times[next]);
        event.preventDefault();
        break;
      }
      default:
    }
  }
}
