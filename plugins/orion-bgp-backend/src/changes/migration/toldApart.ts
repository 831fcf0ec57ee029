import { compareTold } from '../../services/sent/compareTold';
import { toldFieldNames } from '../../services/sent/toldFieldNames';
import { Told } from './readTold';

/**
 * The first own prefix that is told otherwise than before, as half a sentence.
 * Undefined where there is none, or where one side is not known.
 */
export function toldApart(
  before: Told[] | undefined,
  now: Told[] | undefined,
): string | undefined {
  for (const one of (now && before) ?? []) {
    const { prefix } = one;
    const other = now!.find(its => its.prefix === prefix);
    const [first] = other ? compareTold(one, other) : [];
    if (first) {
      const { field, from, to } = first;
      const name = toldFieldNames[field];
      return `${prefix} with ${name} ${
        to || 'none'
      }, and the other router with ${from || 'none'}`;
    }
  }
  return undefined;
}
