import { Session } from '@orion/backstage-plugin-orion-bgp-common';

/** Whether routes of the prefix's family go over the session. */
export function exchanges(
  sessions: Session[],
  name: string,
  prefix: string,
): boolean {
  const family = prefix.includes(':') ? 'ipv6-unicast' : 'ipv4-unicast';
  return sessions.some(
    session =>
      session.name === name &&
      session.state === 'established' &&
      session.families.some(one => one.family === family && one.up),
  );
}
