import { addUiEvent, emptyProgress, RunProgress } from './runProgress';
import { readUiLine, UiEvent } from './uiEvents';

/**
 * Reads the engine's `-json` stream in whatever pieces it arrives.
 *
 * @public
 */
export class UiStream {
  /** Kept up to date by every call; the same object throughout. */
  readonly progress: RunProgress = emptyProgress();
  #rest = '';

  /** The events of the lines completed by this piece. */
  feed(chunk: string): UiEvent[] {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    return this.#read(lines);
  }

  /** The last line, when the engine died before its newline. */
  end(): UiEvent[] {
    const last = this.#rest;
    this.#rest = '';
    return this.#read([last]);
  }

  #read(lines: string[]): UiEvent[] {
    const events: UiEvent[] = [];
    for (const line of lines) {
      const event = readUiLine(line.trim());
      if (!event) continue;
      addUiEvent(this.progress, event);
      events.push(event);
    }
    return events;
  }
}

/** The progress a whole log tells. @public */
export function parseUiStream(text: string): RunProgress {
  const stream = new UiStream();
  stream.feed(text);
  stream.end();
  return stream.progress;
}
