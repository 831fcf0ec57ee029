import { liveName } from './config/liveName';
import { HostSpeaker } from './HostSpeakers';
import { WantedSession } from './PlaybookSight';

/**
 * What stands in for a neighbor is no way out, and two places say what does: the
 * inventory, which gives it a session, and the portal's configuration, by which the
 * last path is protected. Where the second does not know of one, the real neighbor
 * could be let go because of it.
 *
 * @returns whole sentences that forbid the configuration
 */
export function judgeStandIns(
  speakers: readonly HostSpeaker[],
  wanted: readonly WantedSession[],
): string[] {
  return wanted
    .filter(one => one.stand_in)
    .flatMap(one => {
      const router = speakers.find(
        ({ driver }) => driver === one.speaker,
      )?.router;
      const name = liveName(one.speaker, one);
      return router && !router.standIns?.includes(name)
        ? [
            `Session ${name} on ${router.id} stands in for its neighbor, as the inventory says, and orion.bgp.routers.${router.id}.standIns does not name it: it would count as a way out.`,
          ]
        : [];
    });
}
