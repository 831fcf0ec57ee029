/**
 * Goes on when nobody reads the log any more: its reader was stopped, or the terminal
 * is gone. Without a listener each line that cannot be written is an uncaught error,
 * which Backstage writes to the log, and so on until memory ends.
 */
export function outliveLogReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // There is nowhere to say so.
    stream.on('error', () => {});
  }
}
