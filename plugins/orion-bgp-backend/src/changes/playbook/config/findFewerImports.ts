import { isDeepStrictEqual } from 'node:util';
import { SpeakerChange } from './compareSpeakers';
import { liveName } from './liveName';

/**
 * Where a new configuration may let in fewer routes by what no rule understands,
 * and what people accept as not judged: `any` session by a part that is of no
 * session, else "he_v6/ipv6-unicast", as the daemon calls the session.
 */
export function findFewerImports({
  driver,
  before,
  after,
}: Omit<SpeakerChange, 'sessions'>): 'any' | Set<string> {
  if (!before || !isDeepStrictEqual(before.rest, after.rest)) {
    return 'any';
  }
  const found = new Set<string>();
  for (const now of after.sessions) {
    const name = liveName(driver, now);
    const old = before.sessions.find(one => liveName(driver, one) === name);
    for (const channel of now.channels) {
      const was = old?.channels.find(({ family }) => family === channel.family);
      if (was?.imports !== channel.imports || was.rest !== channel.rest) {
        found.add(`${name}/${channel.family}-unicast`);
      }
    }
  }
  return found;
}
