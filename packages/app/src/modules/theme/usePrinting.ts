import { useSyncExternalStore } from 'react';

const PRINT = 'print';

/** Whether the page is on its way to paper; known before the browser draws it. */
export function usePrinting(): boolean {
  return useSyncExternalStore(watch, isPrinting);
}

function watch(changed: () => void): () => void {
  const query = window.matchMedia?.(PRINT);
  query?.addEventListener?.('change', changed);
  return () => query?.removeEventListener?.('change', changed);
}

function isPrinting(): boolean {
  return window.matchMedia?.(PRINT)?.matches ?? false;
}
