import { findConfigured } from './config/compareSpeakers';
import { SessionConfig, SpeakerConfig } from './config/SpeakerConfig';
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
  const external = (now?.reading?.sessions ?? []).filter(
    ({ type }) => type === 'external',
  );
  return external
    .filter(session => {
      if (!changes) {
        return true;
      }
      const old = before && findConfigured(driver, before.sessions, session);
      const shall = findConfigured(driver, after.sessions, session);
      return (
        isSame(before?.rest, after.rest) &&
        isSame(before?.own, after.own) &&
        old !== undefined &&
        isSame(old, shall)
      );
    })
    .map(({ name }) => `${router?.id}/${name}`);
}

function isSame<T extends SessionConfig | SpeakerConfig['rest' | 'own']>(
  one: T | undefined,
  other: T | undefined,
): boolean {
  const text = (value: T | undefined) =>
    JSON.stringify(value instanceof Map ? [...value].sort() : value);
  return text(one) === text(other);
}
