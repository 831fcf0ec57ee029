import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { SessionStage } from '../changes/testing/startSessionStage';

/** Of the waits of a pipeline's test, 90 s each. */
const WAITS = 2;

/**
 * Has a change reach a state: a playbook takes its time, more of it than the
 * pipeline's tests wait. Rejects at once where it ends in another one.
 */
export async function drivePlaybook(
  { pipeline }: SessionStage,
  id: number,
  state: ChangeState,
): ReturnType<SessionStage['pipeline']['drive']> {
  for (let left = WAITS - 1; ; left--) {
    try {
      return await pipeline.drive(id, state);
    } catch (error) {
      const [, at] = /still (denied|failed)/.exec(`${error}`) ?? [];
      if (left === 0 || (at && at !== state)) {
        throw error;
      }
    }
  }
}
