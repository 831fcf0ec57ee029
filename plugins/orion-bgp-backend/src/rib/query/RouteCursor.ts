import { InputError } from '@backstage/errors';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import { readCursorWord, writeCursorWord } from '../../routes/cursorWord';
import { addressBytes, PrefixKey, toPrefixKey } from '../table/PrefixKey';

/** The last route of a page. Names and not places: it stays true when tables are merged or read anew. */
export interface RouteCursor {
  key: PrefixKey;
  router: string;
  session: string;
  pathId: number;
}

/** Longest text; names of sessions and routers are far shorter. */
const MAX_LENGTH = 2000;

/** As one opaque word. */
export function writeCursor({ key, router, session, pathId }: RouteCursor) {
  const prefix = formatPrefix(addressBytes(key), key.length);
  return writeCursorWord([prefix, router, session, pathId]);
}

/** @throws InputError when it is none. */
export function readCursor(text: string): RouteCursor {
  const parts = readCursorWord(text, MAX_LENGTH);
  if (Array.isArray(parts) && parts.length === 4) {
    const [prefix, router, session, pathId] = parts;
    const parsed = typeof prefix === 'string' ? parsePrefix(prefix) : undefined;
    if (
      parsed &&
      typeof router === 'string' &&
      typeof session === 'string' &&
      Number.isInteger(pathId) &&
      pathId >= 0
    ) {
      const { family, address, length } = parsed;
      const key = toPrefixKey(family, address, length);
      return { key, router, session, pathId };
    }
  }
  throw new InputError('The cursor is not one of this list');
}
