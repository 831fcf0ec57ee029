import { SessionTransition } from '@orion/backstage-plugin-orion-bgp-common';

/** Whether routes came or went with it: a session that came up, went down, or was taken away. */
export function isCrossing(
  one: Pick<SessionTransition, 'flap' | 'from' | 'gone' | 'to'>,
): boolean {
  const { flap, from, gone, to } = one;
  // How ORION found it at first is nothing that happened.
  return (
    from !== undefined &&
    (flap ||
      gone === true ||
      (from === 'established') !== (to === 'established'))
  );
}
