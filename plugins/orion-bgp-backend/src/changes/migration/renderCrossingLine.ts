import type { CrossingLine } from './crossing/runCrossing';

/** What people read of a line of the crossing; undefined for what is no such line. */
export function renderCrossingLine(line: string): string | undefined {
  let said: CrossingLine;
  try {
    said = JSON.parse(line);
  } catch {
    // Node's own words, such as a warning.
    return line.trim() || undefined;
  }
  switch (said.event) {
    case 'armed':
      return `It is undone by itself when a step fails, and ${said.revertAfterSeconds} s after the last one unless it is confirmed.`;
    case 'step': {
      const { number, of, step } = said;
      return `Step ${number} of ${of}: ${step.verb} ${step.session} on ${step.router}.`;
    }
    case 'guarded': {
      const { router, session, verb } = said.guard;
      return `${router} will ${verb} ${session} by itself when nobody is left to do it.`;
    }
    case 'released': {
      const { router, session } = said.guard;
      return `${router} leaves ${session} off from now on: the other one is proven to speak, and nothing would silence it.`;
    }
    case 'stands': {
      const { step, standing } = said;
      return `${step.session} on ${step.router} is ${standing.state}, administratively ${standing.adminState}.`;
    }
    case 'announces': {
      const { router, session } = said.step;
      return `${session} on ${router} announces what the other one did, ${said.own} own prefixes, and no more of other networks.`;
    }
    case 'said':
      return `The router said: ${said.said}`;
    case 'crossed':
      return 'Every step is proven.';
    case 'stopped':
      return 'Asked to stop: what was begun is undone.';
    case 'broken':
      return said.message;
    default:
      return undefined;
  }
}
