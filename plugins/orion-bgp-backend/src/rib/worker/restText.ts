import { StartRest } from './DumpSchedule';

/** Why there is no table right after a start; until when is `nextDumpAt` of its state. */
export function restText(router: string, rest: StartRest): string {
  switch (rest) {
    case 'short':
      return `The table of router ${router} was read right before the collector of routes started: it is read again as soon as its daemon has rested a little`;
    case 'long':
      return `The collector of routes started more than once, and read the table of router ${router} each time: it is read again after the rest its daemon is due`;
    default:
      return `The collector of routes ended while it read the table of router ${router}: it is read again after the rest its daemon is due`;
  }
}
