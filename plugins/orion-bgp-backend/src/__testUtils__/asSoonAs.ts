const LOOK_MS = 5;

/**
 * Does something once, the moment that something holds, while a change is under way.
 *
 * @returns what ends the watch, for when it never held
 */
export function asSoonAs(holds: () => boolean, act: () => void): () => void {
  const watch = setInterval(() => {
    if (holds()) {
      clearInterval(watch);
      act();
    }
  }, LOOK_MS);
  return () => clearInterval(watch);
}
