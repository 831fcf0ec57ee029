import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusWord } from '@orion/backstage-plugin-orion-react';

/** So long a session may take to come up before it is called down. */
const CONNECTING_MS = 30_000;

/** How a session is, in the words of the status chips. */
export function sessionStatus(
  { state, adminState, gone, since }: Session,
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
  return young ? 'connecting' : 'down';
}
