import {
  isSwitchedOff,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';

/** RFC 9003 allows words with these two alone. */
const RECEIVED = /^Received: Administrative (shutdown|reset)\b/;

/**
 * Whose words BIRD prints as `Message:`, which it keeps of either side over what
 * comes after. Undefined where that cannot be known.
 *
 * @remarks
 * As BIRD 2.0.12 was seen to do: a NOTIFICATION with words leaves its own error
 * beside them until the next one, `Socket: Connection refused` within seconds.
 * `disable` forgets the error and takes the words given with it, or none; so does
 * a configuration that disables it. `enable` and `restart` with words keep those
 * as long.
 */
export function messageFrom({
  adminState,
  disabledBy,
  lastError,
  shutdownMessage,
}: Pick<
  SessionReading,
  'adminState' | 'disabledBy' | 'lastError' | 'shutdownMessage'
>): SessionReading['shutdownMessageFrom'] {
  if (!shutdownMessage) {
    return undefined;
  }
  if (RECEIVED.test(lastError ?? '')) {
    return 'neighbor';
  }
  return isSwitchedOff({ adminState, disabledBy }) ? 'own' : undefined;
}
