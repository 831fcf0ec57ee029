import { KeyboardEvent, RefObject, useEffect, useRef, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useShortcut } from '../../keys/useShortcut';
import { orionReactTranslationRef } from '../../translation';

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

/** Arrows, Home, End, pages, Enter and Space over rows. */
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

  // The letters work as soon as the page is open: they enter the table first,
  // then move in it.
  const { t } = useTranslationRef(orionReactTranslationRef);
  useShortcut('j', t('keys.next'), () => step(1));
  useShortcut('k', t('keys.previous'), () => step(-1));

  function step(by: number) {
    const inside = box.current?.contains(document.activeElement);
    goTo(inside ? active + by : active);
  }

  function goTo(index: number) {
    const next = Math.min(count - 1, Math.max(0, index));
    wanted.current = true;
    setActive(next);
    scrollTo(next);
    redraw(n => n + 1);
  }

  return function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    const onButton = target.tagName === 'BUTTON';
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      target.tagName === 'INPUT' ||
      // A button of the head has nothing to do with rows.
      (onButton && !target.closest('[data-row]'))
    ) {
      return;
    }
    const next = nextIndex(event.key, active, count);
    if (next !== undefined) {
      event.preventDefault();
      goTo(next);
    } else if (onButton) {
      // Enter and Space press it.
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
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + PAGE;
    case 'PageUp':
      return active - PAGE;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
