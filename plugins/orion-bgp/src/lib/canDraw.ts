let known: boolean | undefined;

/** Whether there is a canvas to draw charts on; else they are shown as tables. */
export function canDraw(): boolean {
  known ??= Boolean(document.createElement('canvas').getContext('2d'));
  return known;
}
