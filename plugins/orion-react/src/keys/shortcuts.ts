/**
 * Keys without a modifier, while nobody types. One listener serves all of them,
 * so that a letter has one meaning at a time, the list of keys is complete, and
 * people who dictate can switch all of them off (WCAG 2.1.4).
 */
export interface Shortcut {
  /** One key, or `g` and a letter: `/`, `a`, `g h`. */
  keys: string;
  label: string;
  run: () => void;
}

const STORED_AS = 'orion.keys';
/** How long `g` waits for its letter. */
const SEQUENCE_MS = 1500;

const active: Shortcut[] = [];
const watchers = new Set<() => void>();
let shown: readonly Shortcut[] = [];
let listOpen = false;
let leaderAt = 0;

/** What works now, in the order it came; the newest of equal keys wins. */
export function listShortcuts(): readonly Shortcut[] {
  return shown;
}

export function addShortcut(shortcut: Shortcut): () => void {
  if (active.length === 0) {
    document.addEventListener('keydown', onKeyDown);
  }
  active.push(shortcut);
  tell();
  return () => {
    active.splice(active.indexOf(shortcut), 1);
    if (active.length === 0) {
      document.removeEventListener('keydown', onKeyDown);
    }
    tell();
  };
}

/** Whether single keys work. Kept in this browser. */
export function areKeysOn(): boolean {
  return window.localStorage.getItem(STORED_AS) !== 'off';
}

export function setKeysOn(on: boolean): void {
  if (on) {
    window.localStorage.removeItem(STORED_AS);
  } else {
    window.localStorage.setItem(STORED_AS, 'off');
  }
  tell();
}

export function isListOpen(): boolean {
  return listOpen;
}

/**
 * Opens or closes the list of keys.
 *
 * @public
 */
export function showShortcutList(open = true): void {
  listOpen = open;
  tell();
}

export function watchShortcuts(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell() {
  shown = [...active];
  watchers.forEach(watcher => watcher());
}

function onKeyDown(event: KeyboardEvent) {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (event.defaultPrevented || modified || !areKeysOn() || isBusy(event)) {
    return;
  }
  const led = Date.now() - leaderAt < SEQUENCE_MS;
  leaderAt = 0;
  const keys = led ? `g ${event.key}` : event.key;
  const found = active.filter(shortcut => shortcut.keys === keys).pop();
  if (found) {
    event.preventDefault();
    found.run();
  } else if (event.key === 'g' && active.some(isLed)) {
    leaderAt = Date.now();
  }
}

function isLed({ keys }: Shortcut): boolean {
  return keys.startsWith('g ');
}

/** Somebody types, or a dialog or menu has the keys. */
function isBusy({ target }: KeyboardEvent): boolean {
  const element = target as HTMLElement;
  const typing =
    element.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName ?? '');
  return (
    typing ||
    document.querySelector(
      '[role="dialog"], [role="menu"], [role="listbox"]',
    ) !== null
  );
}
