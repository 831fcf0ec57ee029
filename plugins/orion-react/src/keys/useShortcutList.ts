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
  open: boolean;
  /** One per key: the newest meaning. */
  shortcuts: readonly { keys: string; label: string }[];
  keysOn: boolean;
  show: (open: boolean) => void;
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
