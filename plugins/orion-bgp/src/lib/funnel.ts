import {
  FamilyCounters,
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

/** The search that finds the routes a step counts. */
export function funnelSearch(
  step: keyof FamilyCounters,
  session: string,
): string {
  const name = /[\s"]/.test(session) ? JSON.stringify(session) : session;
  switch (step) {
    case 'filtered':
      return `session:${name} filtered:yes`;
    case 'accepted':
      return `session:${name} filtered:no`;
    case 'best':
      return `session:${name} best:yes`;
    case 'exported':
      return `exported:${name}`;
    default:
      return `session:${name}`;
  }
}

/** Whether the routes a step counts can be found: nobody has what a daemon does not keep. */
export function isListed(
  step: keyof FamilyCounters,
  counter: RouteCounter | undefined,
  capabilities: SourceCapabilities | undefined,
): boolean {
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
