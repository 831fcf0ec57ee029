import {
  isSwitchedOff,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import { StatusTone } from '@orion/backstage-plugin-orion-react';

/** How bad what happened is. */
export function transitionTone(one: SessionTransition): StatusTone {
  if (one.flap) {
    return 'bad';
  }
  if (one.gone) {
    return 'unknown';
  }
  if (isSwitchedOff(one)) {
    return 'idle';
  }
  return one.to === 'established' ? 'good' : 'warn';
}
