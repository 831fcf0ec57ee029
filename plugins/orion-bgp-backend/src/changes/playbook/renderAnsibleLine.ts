import { parseAnsibleEvent } from '@orion/engines/ansible';

/** What people read of a line of a playbook; undefined for what tells them nothing. */
export function renderAnsibleLine(line: string): string | undefined {
  const event = parseAnsibleEvent(line);
  if (!event) {
    return line.trim() || undefined;
  }
  switch (event.event) {
    case 'play':
      return `${event.name}:`;
    case 'result': {
      const { status, task, message, stdout, hidden } = event;
      if (status === 'changed') {
        const said = stdout.trim().split('\n').pop();
        return `${task}: changed${said && !hidden ? ` (${said})` : ''}`;
      }
      return status === 'failed' || status === 'unreachable'
        ? `${task}: ${status}${event.ignored ? ', which is no matter' : ''}${
            message ? `: ${message}` : ''
          }`
        : undefined;
    }
    case 'stats':
      return Object.entries(event.hosts)
        .map(
          ([host, { ok = 0, changed = 0, failures = 0 }]) =>
            `${host}: ${ok} tasks in order, ${changed} of them changed something, ${failures} failed`,
        )
        .join('\n');
    default:
      return undefined;
  }
}
