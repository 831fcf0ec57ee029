import type { Duplex } from 'node:stream';

const LONGEST = 4_096;

/**
 * Sends one line to a forced command that greets with a line and answers each
 * line with one. Resolves with the answer, without its end. Rejects with the
 * reason in words, also when the signal aborts; whether the line arrived is not
 * known then. The stream is of no use afterwards.
 *
 * @param stream - what `openSsh` answered
 * @param line - without its end
 * @public
 */
export async function askLine(
  stream: Duplex,
  line: string,
  signal: AbortSignal,
): Promise<string> {
  const abort = () => stream.destroy(new Error('it does not answer'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    if (/[\r\n]/.test(line)) {
      throw new Error('more than a line would be said');
    }
    stream.write(`${line}\n`);
    let text = '';
    for await (const chunk of stream) {
      text += chunk.toString('latin1');
      const [, answer, rest] = text.split('\n', 3);
      // What follows a second line end is complete up to there.
      if (rest !== undefined) {
        return answer;
      }
      if (text.length > LONGEST) {
        throw new Error('it says more than a line');
      }
    }
    throw new Error('it ended without an answer');
  } finally {
    signal.removeEventListener('abort', abort);
    stream.destroy();
  }
}
