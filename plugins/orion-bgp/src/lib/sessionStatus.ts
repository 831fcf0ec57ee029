import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusWord } from '@orion/backstage-plugin-orion-react';

/** So long a session may take to come up before it is called down. */
const CONNECTING_MS = 30_000;

/** How a session is, in the words of the status chips. */
export function sessionStatus(
  { state, adminState, gone, since, flaps }: Session,
  now: number,
): StatusWord {
  if (gone) {
    return 'notFound';
  }
  if (adminState === 'down') {
    return 'disabled';
  }
  if (state === 'established') {
    return 'established';
  }
  if (adminState === 'prefix-limit') {
    return 'down';
  }
  if (state === 'unknown') {
    return 'unknown';
  }
  const young = since && now - Date.parse(since) < CONNECTING_MS;
  // One that just fell is down, however soon it may come back.
  const fell = flaps.lastAt && now - Date.parse(flaps.lastAt) < CONNECTING_MS;
  return young && !fell ? 'connecting' : 'down';
}
