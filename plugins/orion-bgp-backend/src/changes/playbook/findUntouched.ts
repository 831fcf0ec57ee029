import { isDeepStrictEqual } from 'node:util';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { externalSessions } from '../readExports';
import { findConfigured } from './config/compareSpeakers';
import { HostSpeaker } from './HostSpeakers';

/**
 * Sessions outside, as "gw1/ix", of which a new configuration says what the old one
 * did, and nothing of which it names what is not understood: whatever goes out over
 * them afterwards, it has nothing to do with.
 */
export function findUntouched({
  driver,
  router,
  now,
  changes,
  before,
  after,
}: HostSpeaker): string[] {
  // What nobody understands, and what is announced, concerns every session.
  const isSameAround =
    isDeepStrictEqual(before?.rest, after.rest) &&
    isDeepStrictEqual(before?.own, after.own);
  const isSame = (session: SessionReading) => {
    const old = before && findConfigured(driver, before.sessions, session);
    const shall = findConfigured(driver, after.sessions, session);
    return old !== undefined && isDeepStrictEqual(old, shall);
  };
  return (now?.reading ? externalSessions(now.reading) : [])
    .filter(session => !changes || (isSameAround && isSame(session)))
    .map(({ name }) => `${router?.id}/${name}`);
}
