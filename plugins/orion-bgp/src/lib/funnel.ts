import {
  FamilyCounters,
  RefusalCount,
  RouteCounter,
  SourceCapabilities,
} from '@orion/backstage-plugin-orion-bgp-common';

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
  accepted: 'accepted:yes',
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
  const of = step === 'exported' ? `exported:${session}` : `session:${session}`;
  const [ip] = /^ipv[46]/.exec(family ?? '') ?? [];
  return [of, conditions[step], ip && `family:${ip}`].filter(Boolean).join(' ');
}

/** The search that finds the routes refused for a reason, or for none that is known. */
export function refusalSearch(
  session: string,
  { community, rpki }: Pick<RefusalCount, 'community' | 'rpki'>,
): string {
  if (community) {
    return `${funnelSearch('filtered', session)} community:${community}`;
  }
  const kind = rpki ? `rpki-${rpki}` : 'none';
  return `${funnelSearch('received', session)} reason:${kind}`;
}

/** Whether routes of a family are read at all: of others there are counts alone. */
export function isRead(family: string): boolean {
  return /^ipv[46](-unicast)?$/.test(family);
}

/** Whether the routes a step counts can be found: nobody has what a daemon does not keep. */
export function isListed(
  step: keyof FamilyCounters,
  counter: RouteCounter | undefined,
  capabilities: SourceCapabilities | undefined,
  family?: string,
): boolean {
  if (family !== undefined && !isRead(family)) {
    return false;
  }
  const unkept =
    counter?.value === undefined &&
    (counter?.definition === 'bird.kept' ||
      counter?.definition === 'bird.filtered');
  switch (step) {
    case 'received':
      return !unkept;
    case 'filtered':
      return !unkept && capabilities?.filteredRoutes !== false;
    case 'exported':
      return capabilities?.exportedRoutes !== false;
    default:
      return true;
  }
}
