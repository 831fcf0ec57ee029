import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { ActionRouter } from '../readActionsConfig';
import { liveName } from './config/liveName';
import { WantedSession } from './PlaybookSight';

/** The wanted session that a daemon calls by this name. */
export function findWanted(
  router: Pick<ActionRouter, 'endpoint'>,
  wanted: WantedSession[],
  { name }: Pick<SessionReading, 'name'>,
): WantedSession | undefined {
  const { driver } = router.endpoint;
  return wanted.find(
    one => one.speaker === driver && liveName(driver, one) === name,
  );
}
