import { FamilyCounters } from '@orion/backstage-plugin-orion-bgp-common';

/** From the neighbor to the others. */
export const funnelSteps = [
  'received',
  'filtered',
  'accepted',
  'best',
  'exported',
] as const satisfies (keyof FamilyCounters)[];

const conditions: Partial<Record<keyof FamilyCounters, string>> = {
  filtered: 'filtered:yes',
  accepted: 'filtered:no',
  best: 'best:yes',
};

/**
 * The search that finds the routes a step counts.
 *
 * @param family - As the daemon names it, of a session that has several.
 */
export function funnelSearch(
  step: keyof FamilyCounters,
  session: string,
  family?: string,
): string {
  const name = /[\s"]/.test(session) ? JSON.stringify(session) : session;
  const of = step === 'exported' ? `exported:${name}` : `session:${name}`;
  const [ip] = /^ipv[46]/.exec(family ?? '') ?? [];
  return [of, conditions[step], ip && `family:${ip}`].filter(Boolean).join(' ');
}
