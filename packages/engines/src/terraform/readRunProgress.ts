import { readRunOutput } from '../supervisor';
import { UiEvent } from './ui/uiEvents';
import { UiStream } from './ui/UiStream';

/** Where the next read of a run's stream continues. @public */
export interface ProgressCursor {
  /** Holds an unfinished line between two reads. */
  stream: UiStream;
  /** Byte offset in the run's standard output; moved on by every read. */
  offset: number;
}

/** A cursor at the beginning. One per reader: a read changes it. @public */
export const startOfProgress = (): ProgressCursor => ({
  stream: new UiStream(),
  offset: 0,
});

/**
 * Reads what a running plan or apply has written since the last call; the
 * progress so far is in `cursor.stream.progress`.
 *
 * @public
 */
export async function readRunProgress(
  dir: string,
  cursor: ProgressCursor,
): Promise<UiEvent[]> {
  const events: UiEvent[] = [];
  for (;;) {
    const { offset } = cursor;
    const piece = await readRunOutput(dir, { stream: 'stdout', offset });
    cursor.offset = piece.nextOffset;
    events.push(...cursor.stream.feed(piece.text));
    if (piece.atEnd || piece.nextOffset === offset) return events;
  }
}
