import { isIP } from 'node:net';
import { ReplyLine } from './LineReader';

/**
 * State by neighbor address, from `show bfd sessions`. An address of a link is that of
 * another machine on another link, so it has its interface behind it, as BIRD writes
 * a neighbor: `fe80::1%eth0`.
 */
export function parseBfd(lines: ReplyLine[]): Map<string, string> {
  const states = new Map<string, string>();
  for (const { code, text } of lines) {
    const [address, link, state] = text.trim().split(/\s+/);
    if (code === 1020 && state && isIP(address)) {
      states.set(isOfLink(address) ? `${address}%${link}` : address, state);
    }
  }
  return states;
}

/** RFC 4291, section 2.5.6. */
function isOfLink(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}
