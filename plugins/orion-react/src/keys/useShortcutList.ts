import { useSyncExternalStore } from 'react';
import {
  areKeysOn,
  isListOpen,
  listShortcuts,
  setKeysOn,
  showShortcutList,
  watchShortcuts,
} from './shortcuts';

/** What the list of keys shows and switches. @public */
export interface ShortcutList {
  /** Whether the list is shown; one for the whole app. */
  open: boolean;
  /** One per key: the newest meaning. */
  shortcuts: readonly { keys: string; label: string }[];
  /** Whether single keys work at all. */
  keysOn: boolean;
  /** Opens or closes the list. */
  show: (open: boolean) => void;
  /** Kept in this browser. */
  setKeysOn: (on: boolean) => void;
}

/**
 * The list of keys that work on the page right now.
 *
 * @public
 */
export function useShortcutList(): ShortcutList {
  const all = useSyncExternalStore(watchShortcuts, listShortcuts);
  const open = useSyncExternalStore(watchShortcuts, isListOpen);
  const keysOn = useSyncExternalStore(watchShortcuts, areKeysOn);
  const byKeys = new Map(all.map(shortcut => [shortcut.keys, shortcut]));
  return {
    open,
    shortcuts: [...byKeys.values()],
    keysOn,
    show: showShortcutList,
    setKeysOn,
  };
}
