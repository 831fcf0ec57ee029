import { KeyboardEvent, RefObject, useEffect, useRef, useState } from 'react';

const PAGE = 10;

export interface RowFocusOptions {
  box: RefObject<HTMLElement>;
  count: number;
  active: number;
  setActive: (index: number) => void;
  scrollTo: (index: number) => void;
  onOpen: (index: number) => void;
  onSelect?: (index: number) => void;
}

/** Arrows, j and k, Home, End, pages, Enter and Space over rows. */
export function useRowFocus(options: RowFocusOptions) {
  const { box, count, active, setActive, scrollTo, onOpen, onSelect } = options;
  const wanted = useRef(false);
  const [, redraw] = useState(0);

  useEffect(() => {
    if (wanted.current) {
      const row = box.current?.querySelector<HTMLElement>(
        `[data-row="${active}"]`,
      );
      if (row) {
        wanted.current = false;
        row.focus();
        row.scrollIntoView?.({ block: 'nearest' });
      }
    }
  });

  // The letters work as soon as the page is open, not only inside the table.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (
        event.target === document.body &&
        (event.key === 'j' || event.key === 'k')
      ) {
        wanted.current = true;
        redraw(n => n + 1);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      /^(INPUT|BUTTON)$/.test(target.tagName)
    ) {
      return;
    }
    const next = nextIndex(event.key, active, count);
    if (next !== undefined) {
      event.preventDefault();
      wanted.current = true;
      setActive(next);
      scrollTo(next);
      redraw(n => n + 1);
    } else if (event.key === 'Enter' && target.tagName !== 'A') {
      onOpen(active);
    } else if (event.key === ' ' && onSelect) {
      event.preventDefault();
      onSelect(active);
    }
  };
}

function nextIndex(
  key: string,
  active: number,
  count: number,
): number | undefined {
  const to = (index: number) => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return to(active + 1);
    case 'ArrowUp':
    case 'k':
      return to(active - 1);
    case 'PageDown':
      return to(active + PAGE);
    case 'PageUp':
      return to(active - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return to(count - 1);
    default:
      return undefined;
  }
}
