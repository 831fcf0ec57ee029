import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { decided } from '../decided';
import { ActionRouter } from '../readActionsConfig';
import type { Focus, PlannedPlaybook } from './PlaybookKind';
import { PlaybookSight } from './PlaybookSight';
import { AnsibleAccess } from './readAnsibleConfig';

/** What recovery asks. */
export interface PlaybookRecovery {
  router: ActionRouter;
  access: AnsibleAccess;
  planned?: PlannedPlaybook;
  focus?: Focus;
  /** False where a person asks for proof instead of another step. */
  mayTryAgain: boolean;
  /** The router's sessions now. */
  readSessions(): Promise<SessionReading[]>;
  /** What the playbook would do now. */
  check(): Promise<PlaybookSight>;
}

/**
 * Decides what an interrupted or failed run is, from what the playbook would do
 * now: all of the plan means that the router never took it or took it back,
 * nothing means that it is there. Once it was started it is never tried again, since neighbors
 * dampen a session that goes and comes. A session that was added and does not
 * come up is taken off the router again.
 */
export async function recoverPlaybook(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts'>,
  recovery: PlaybookRecovery,
): Promise<RecoveryVerdict> {
  const { router, access, planned, focus, mayTryAgain } = recovery;
  const { facts } = ctx;
  if (!planned) {
    return decided('absent', 'It was never planned: nothing was done.');
  }
  if (facts.startedAt === undefined && mayTryAgain) {
    const { digest } = await recovery.check();
    return digest === planned.digest
      ? decided('apply', 'It was interrupted before Ansible was started.')
      : decided(
          'absent',
          `It was interrupted before Ansible was started, and what would change on ${router.id} is another thing by now.`,
        );
  }
  // On the router a confirmation, or an undo, may still be on its way.
  const quietAt = Number(facts.quietAt ?? Date.now() + access.settleMs);
  if (typeof facts.quietAt !== 'number') {
    await ctx.saveFacts({ quietAt });
  }
  if (!facts.takenAt && Date.now() < quietAt) {
    return decided(
      'wait',
      `${
        router.id
      } may still be confirming or taking back; it is looked at after ${new Date(
        quietAt,
      ).toISOString()}.`,
    );
  }
  const sight = await recovery.check();
  if (sight.digest === planned.digest) {
    const there = focus
      ? (await recovery.readSessions()).some(
          ({ name }) => name === focus.session,
        )
      : undefined;
    if (focus && there !== (focus.becomes === 'gone')) {
      return decided(
        'needs-attention',
        `${focus.session} ${there ? 'is' : 'is not'} on ${
          router.id
        }, and the file it starts from says otherwise.`,
      );
    }
    return decided(
      'absent',
      `${router.id} runs what it ran before: the playbook would change the same as at the plan.`,
    );
  }
  if (sight.changed.length > 0) {
    return decided(
      'needs-attention',
      `${
        router.id
      } runs neither what it ran before nor what was planned: ${sight.changed
        .map(({ task }) => task)
        .join(', ')}.`,
    );
  }
  if (focus?.becomes === 'up') {
    const found = (await recovery.readSessions()).find(
      ({ name }) => name === focus.session,
    );
    if (found?.state !== 'established') {
      if (!mayTryAgain) {
        return decided(
          'needs-attention',
          `${focus.session} is configured on ${router.id} and is not up. Once it is, go on; or take it off with the playbook, and go on.`,
        );
      }
      await ctx.saveFacts({ takesBack: true });
      return decided(
        'apply',
        `${focus.session} did not come up: it is taken off ${router.id} again.`,
      );
    }
  }
  return decided('verify', `${router.id} runs what was planned.`);
}
