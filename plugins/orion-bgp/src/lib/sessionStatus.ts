import {
  isSwitchedOff,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { StatusWord } from '@orion/backstage-plugin-orion-react';

/** So long a session may take to come up before it is called down. */
const CONNECTING_MS = 30_000;

/** How a session is, in the words of the status chips. */
export function sessionStatus(session: Session, now: number): StatusWord {
  const { state, adminState, gone, since, flaps } = session;
  if (gone) {
    return 'notFound';
  }
  if (isSwitchedOff(session)) {
    return 'disabled';
  }
  if (state === 'established') {
    return 'established';
  }
  if (adminState !== 'up') {
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
