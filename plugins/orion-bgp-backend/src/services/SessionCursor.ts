import { InputError } from '@backstage/errors';
import { SessionKey } from '../database/SessionStore';
import { readCursorWord, writeCursorWord } from '../routes/cursorWord';

/** Longest text; names of routers and sessions are far shorter. */
const MAX_LENGTH = 1000;

/** The last session of a page, as one opaque word. A name and not a place: it stays true when sessions come and go. */
export function writeSessionCursor({ router, session }: SessionKey): string {
  return writeCursorWord([router, session]);
}

/** @throws InputError when it is none. */
export function readSessionCursor(text: string): SessionKey {
  const parts = readCursorWord(text, MAX_LENGTH);
  if (
    Array.isArray(parts) &&
    parts.length === 2 &&
    // PostgreSQL has no text with a zero in it.
    parts.every(part => typeof part === 'string' && !part.includes('\0'))
  ) {
    const [router, session] = parts;
    return { router, session };
  }
  throw new InputError('cursor: not one this list handed out');
}
