import type { ActorLine } from './actor/runAction';

/** What people read of a line of the actor; undefined for what is no such line. */
export function renderActorLine(line: string): string | undefined {
  let said: ActorLine;
  try {
    said = JSON.parse(line);
  } catch {
    // Node's own words, such as a warning.
    return line.trim() || undefined;
  }
  switch (said.event) {
    case 'saw':
      return `Before: ${said.text}`;
    case 'sees':
      return `After: ${said.text}`;
    case 'armed':
      return `It is undone at ${said.dueAt} unless it is confirmed.`;
    case 'guarded':
      return 'The router undoes it by itself a minute later, should nobody be left here.';
    case 'did':
      return `The router said: ${said.said}`;
    case 'nothing-to-do':
      return 'It is already as it is to be.';
    case 'stopped':
      return 'Asked to stop: nothing was done.';
    case 'failed':
      return said.message;
    default:
      return undefined;
  }
}
