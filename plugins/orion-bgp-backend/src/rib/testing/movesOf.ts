import { parsePrefix } from '../../routes/addresses';
import { MovedPrefixes, MoveLog } from '../moves/MoveLog';
import { toPrefixKey } from '../table/PrefixKey';

/** For tests: prefixes that moved. */
export function movesOf(...prefixes: string[]): MovedPrefixes {
  const log = new MoveLog();
  for (const prefix of prefixes) {
    const { family, address, length } = parsePrefix(prefix)!;
    log.note(toPrefixKey(family, address, length), 0);
  }
  return log.since(0);
}
