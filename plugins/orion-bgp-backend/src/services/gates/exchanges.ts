import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { carries } from '../../routes/carries';

/** Whether routes of the prefix's family go over the session of that name. */
export function exchanges(
  sessions: Session[],
  name: string,
  prefix: string,
): boolean {
  return sessions.some(
    session => session.name === name && carries(session, prefix),
  );
}
