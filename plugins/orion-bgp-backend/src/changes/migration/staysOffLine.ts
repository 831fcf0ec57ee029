import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';

/**
 * What becomes of sessions of the new router that somebody switched off before the way
 * back: there is nothing of them to undo.
 */
export function staysOffLine(
  { from, to }: { from: string; to: string },
  sessions: string[],
): PlanLine {
  const one = sessions.length === 1;
  return {
    action: 'keep',
    address: 'stays-off',
    title: `${sessions.join(', ')} on ${to} ${
      one ? 'is switched off and stays' : 'are switched off and stay'
    } so`,
    detail: `also where it is not confirmed or comes to no end: ${from} may speak then, unless something leaks`,
    attributes: [],
  };
}
