import { isIP } from 'node:net';
import { ReplyLine } from './LineReader';

/** State by neighbor address, from `show bfd sessions`. */
export function parseBfd(lines: ReplyLine[]): Map<string, string> {
  const states = new Map<string, string>();
  for (const { code, text } of lines) {
    const [address, , state] = text.trim().split(/\s+/);
    if (code === 1020 && state && isIP(address)) {
      states.set(address, state);
    }
  }
  return states;
}
