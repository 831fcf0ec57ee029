import { useMemo, useRef } from 'react';
import {
  defaultRangeExtractor,
  Range,
  useVirtualizer,
} from '@tanstack/react-virtual';

/** Fewer rows than this are all drawn: no scrolling tricks, and they print. */
const VIRTUAL_FROM = 150;

export interface DrawnRow {
  index: number;
  /** Where a virtual row stands; absent when all rows flow. */
  start?: number;
}

/** Which rows to draw. The one with the focus stays in the document. */
export function useRows(options: {
  count: number;
  rowHeight: number;
  active: number;
  /** Rows drawn ahead, before they come into view. */
  overscan?: number;
}) {
  const { count, rowHeight, active, overscan = 12 } = options;
  const box = useRef<HTMLDivElement>(null);
  const virtual = count >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? count : 0,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan,
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      return active < count && !indexes.includes(active)
        ? [...indexes, active].sort((a, b) => a - b)
        : indexes;
    },
  });
  const all = useMemo<DrawnRow[]>(
    () =>
      virtual ? [] : Array.from({ length: count }, (_, index) => ({ index })),
    [virtual, count],
  );
  return {
    box,
    drawn: virtual ? (virtualizer.getVirtualItems() as DrawnRow[]) : all,
    totalHeight: virtual ? virtualizer.getTotalSize() : undefined,
    measure: virtual ? virtualizer.measureElement : undefined,
    scrollTo: (index: number) => virtual && virtualizer.scrollToIndex(index),
  };
}
