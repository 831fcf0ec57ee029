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

/** Why what moved is among the differences. Empty where nothing did. */
export function tooManyMovedText({
  tooManyMoved,
}: Pick<RouteComparison, 'tooManyMoved'>): string {
  return tooManyMoved
    ? ` (${tooManyMoved} moved after one table was read: more than a hundredth is not left out for that)`
    : '';
}
