import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';

/** Guests with addresses that nobody outside would reach any more. */
export interface GuestLoss {
  /** Each once, sorted. */
  names: string[];
  /** They reach nobody outside either. */
  outward?: boolean;
  /** Why there may be more of them, in whole sentences. */
  problems: string[];
}

const NAMED = 5;

/** What of it people read in a plan. */
export function guestLines({
  names,
  outward,
  problems,
}: GuestLoss): PlanLine[] {
  const lines: PlanLine[] = problems.map((problem, index) => ({
    action: 'destroy',
    address: `guests.unknown[${index}]`,
    title:
      names.length > 0
        ? 'more guests may lose their path'
        : 'which guests lose their path is not known',
    detail: problem,
    attributes: [],
  }));
  if (names.length > 0) {
    const more = names.length - NAMED;
    lines.unshift({
      action: 'destroy',
      address: 'guests',
      title: `path of ${names.length} ${
        names.length === 1 ? 'guest' : 'guests'
      } ${outward ? 'to and ' : ''}from outside`,
      detail: `${names.slice(0, NAMED).join(', ')}${
        more > 0 ? ` and ${more} more` : ''
      }`,
      attributes: [],
    });
  }
  if (lines.length === 0) {
    lines.push({
      action: 'keep',
      address: 'guests',
      title: 'no known guest has an address in it',
      attributes: [],
    });
  }
  return lines;
}
