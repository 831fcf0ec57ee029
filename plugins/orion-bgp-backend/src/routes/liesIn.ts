import { parsePrefix } from './addresses';
import { covers } from './covers';

/** True for a prefix that is one of the others, or lies in one; texts that are none lie nowhere. */
export function liesIn(prefix: string, outer: string[]): boolean {
  const inner = parsePrefix(prefix);
  return outer.some(text => {
    const one = parsePrefix(text);
    return one !== undefined && inner !== undefined && covers(one, inner);
  });
}
