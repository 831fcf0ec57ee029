import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** Whether routes of the prefix's family go over the session: both are up. */
export function carries(
  { families, state }: Pick<SessionReading, 'families' | 'state'>,
  prefix: string,
): boolean {
  const family = prefix.includes(':') ? 'ipv6-unicast' : 'ipv4-unicast';
  return (
    state === 'established' &&
    families.some(one => one.up && one.family === family)
  );
}
