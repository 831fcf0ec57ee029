import { foreignGrown } from '../judgeLeaks';
import { PlannedPair } from './plannedPairs';
import { PairSight } from './readPairs';
import { findFewer } from './routesIn';

/**
 * A sentence where whoever takes over would be held to what is past: it would be
 * taken back for a customer's routes that came since the plan, or for routes that
 * went. It voids the approval before anybody is silenced.
 */
export function recheckPairs(
  planned: readonly PlannedPair[],
  pairs: readonly Pick<PairSight, 'from' | 'foreign'>[],
): string | undefined {
  for (const { foreign, from } of pairs) {
    const was = planned.find(one => one.from === from.name);
    const title = `session ${from.name}`;
    const grown =
      was?.foreign !== undefined &&
      foreignGrown(title, was.foreign, foreign.from);
    if (grown) {
      return grown;
    }
    const fewer = findFewer(was?.routes ?? [], from);
    if (fewer.length > 0) {
      return `Less comes in over ${title} than when it was planned: ${fewer.join(
        '; ',
      )}.`;
    }
  }
  return undefined;
}
