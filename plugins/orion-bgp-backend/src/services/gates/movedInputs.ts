import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';
import { GateVerdict } from './GateFacts';

/** What differences were put down to, so that a gate shows it: nothing where none was. */
export function movedInputs({
  moved,
}: Pick<RouteComparison, 'moved'>): GateVerdict['inputs'] {
  return moved > 0
    ? [{ name: 'left out, moved after one table was read', rows: moved }]
    : [];
}

/** Behind what is said of all: empty where none was left out. */
export function butMoved(moved: number): string {
  return moved > 0 ? `, but for ${moved} that moved meanwhile` : '';
}

/** Why what moved is among the differences. Empty where nothing did. */
export function tooManyMovedText({
  tooManyMoved,
}: Pick<RouteComparison, 'tooManyMoved'>): string {
  return tooManyMoved
    ? ` (${tooManyMoved} moved after one table was read: more than a hundredth is not left out for that)`
    : '';
}
