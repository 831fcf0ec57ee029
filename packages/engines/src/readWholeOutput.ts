import { OutputStream, readRunOutput } from './supervisor';

/** All a run wrote to one stream, at most `maxBytes`. */
export async function readWholeOutput(
  dir: string,
  stream: OutputStream,
  maxBytes: number,
): Promise<{ text: string; tooLarge: boolean }> {
  const output = await readRunOutput(dir, {
    stream,
    limit: maxBytes,
    final: true,
  });
  return { text: output.text, tooLarge: output.size > maxBytes };
}
