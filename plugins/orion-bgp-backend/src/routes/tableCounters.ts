import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** Moves when a route of the router may have: two equal texts, one table. */
export function tableCounters(sessions: SessionReading[]): string {
  return JSON.stringify(
    sessions.map(({ name, families }) => [
      name,
      families.map(({ changes, counters: { received, accepted } }) => [
        changes,
        received?.value,
        accepted?.value,
      ]),
    ]),
  );
}
