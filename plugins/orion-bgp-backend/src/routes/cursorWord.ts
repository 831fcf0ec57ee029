/** What a page ended with, as one opaque word. */
export function writeCursorWord(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What was written; undefined for what is longer than that ever is, or no such word. */
export function readCursorWord(text: string, maxLength: number): unknown {
  try {
    return text.length > maxLength
      ? undefined
      : JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    // What is no JSON is no cursor: the caller says so.
    return undefined;
  }
}
