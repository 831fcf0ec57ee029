import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionRouter } from '../readActionsConfig';
import { WantedSession } from './PlaybookSight';

/** The wanted session that a daemon calls by this name. */
export function findWanted(
  router: Pick<ActionRouter, 'endpoint'>,
  wanted: WantedSession[],
  { name, neighborAddress }: Pick<SessionReading, 'name' | 'neighborAddress'>,
): WantedSession | undefined {
  const { driver } = router.endpoint;
  return wanted.find(
    one =>
      one.speaker === driver &&
      (driver === 'bird'
        ? one.name === name
        : one.neighbor === neighborAddress),
  );
}
