/** The parts of a UPID, PVE's name of a task. */
export interface UpidParts {
  node: string;
  pid: number;
  pstart: number;
  starttime: number;
  type: string;
  id: string;
  user: string;
}

/** Prints a UPID: three fields of eight hex digits and a trailing colon. */
export function formatUpid(parts: UpidParts): string {
  const { node, type, id, user } = parts;
  const numbers = [parts.pid, parts.pstart, parts.starttime].map(hex);
  return ['UPID', node, ...numbers, type, id, user, ''].join(':');
}

/** Reads a UPID; undefined when it is none. */
export function parseUpid(text: string): UpidParts | undefined {
  const found =
    /^UPID:([a-zA-Z0-9-]+):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s]+):([^:\s]*):([^:\s]+):$/.exec(
      text,
    );
  if (!found) {
    return undefined;
  }
  const [, node, pid, pstart, starttime, type, id, user] = found;
  return {
    node,
    pid: parseInt(pid, 16),
    pstart: parseInt(pstart, 16),
    starttime: parseInt(starttime, 16),
    type,
    id,
    user,
  };
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
