import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/**
 * Words of the neighbor stay its own while they are the same: what told whose they
 * are is gone with the next attempt to connect. Our own come with a session that is
 * switched off, and then the reading tells.
 */
export function steadyMessage(
  before: SessionReading | undefined,
  after: SessionReading,
): SessionReading {
  const same =
    after.shutdownMessage !== undefined &&
    after.shutdownMessageFrom === undefined &&
    before?.shutdownMessage === after.shutdownMessage &&
    before.shutdownMessageFrom === 'neighbor';
  return same ? { ...after, shutdownMessageFrom: 'neighbor' } : after;
}
