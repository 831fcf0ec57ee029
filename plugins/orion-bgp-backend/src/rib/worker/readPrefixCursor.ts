import { InputError } from '@backstage/errors';
import { parsePrefix } from '../../routes/addresses';
import { PrefixKey, toPrefixKey } from '../table/PrefixKey';

/** The prefix a page ended with, of a list by prefix. @throws InputError when it is none. */
export function readPrefixCursor(cursor: string): PrefixKey {
  const prefix = parsePrefix(cursor);
  if (!prefix) {
    throw new InputError('The cursor is not one of this list');
  }
  return toPrefixKey(prefix.family, prefix.address, prefix.length);
}
