import {
  ChangeContext,
  RecoveryVerdict,
} from '@orion/backstage-plugin-orion-changes-node';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { JsonObject } from '@backstage/types';
import { decided } from '../decided';
import { ActionRouter } from '../readActionsConfig';
import type { Focus, PlannedPlaybook } from './PlaybookKind';
import { digestOfRunning, PlaybookSight, TOLD_FILES } from './PlaybookSight';
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
  /** What is not as it was before the change; empty where all of it is. */
  findNotAsBefore(): Promise<string>;
  /** Why it must not be done after all, or is another thing by now. */
  findDenial(): Promise<string | undefined>;
}

/** A router takes back by itself what it holds, and may need a moment for it. */
const LATE_MS = 60_000;

/** Whether a router runs what nobody confirmed yet, and nobody began to take back. */
function isHeld(facts: JsonObject): boolean {
  return (
    typeof facts.heldUntil === 'number' &&
    facts.confirmedAt === undefined &&
    facts.takesBack !== true
  );
}

/** Whether a run ended before it said what the router holds: nobody knows how far it came. */
function isCutOff(facts: JsonObject): boolean {
  return (
    facts.holds === true &&
    facts.heldUntil === undefined &&
    facts.takesBack !== true
  );
}

/**
 * Decides what an interrupted or failed run is, from what the router runs now and
 * what the playbook would do: what ran before means that the router never took it
 * or took it back, nothing left to do means that it is there. Once it was started
 * it is never tried again, since neighbors dampen a session that goes and comes.
 * What is there and did not hold is taken back, once, and so is what was cut off:
 * between the two daemons of a machine, or before the router said that it holds it.
 */
export async function recoverPlaybook(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts'>,
  recovery: PlaybookRecovery,
): Promise<RecoveryVerdict> {
  const { router, access, planned, mayTryAgain } = recovery;
  const { facts } = ctx;
  if (!planned) {
    return decided('absent', 'It was never planned: nothing was done.');
  }
  if (facts.startedAt === undefined && mayTryAgain) {
    return recoverUnstarted(recovery);
  }
  if (isHeld(facts)) {
    const verdict = await recoverHeld(ctx, recovery);
    if (verdict) {
      return verdict;
    }
  }
  // On the router a confirmation, or an undo, may still be on its way; and what it
  // holds it takes back later.
  const holdsFor = facts.holds === true ? access.holdMs + LATE_MS : 0;
  const quietAt = Number(
    facts.quietAt ?? Date.now() + access.settleMs + holdsFor,
  );
  if (typeof facts.quietAt !== 'number') {
    await ctx.saveFacts({ quietAt });
  }
  const cutOff = mayTryAgain && isCutOff(facts);
  const looksAt = cutOff ? quietAt - holdsFor : quietAt;
  if (!facts.takenAt && facts.takesBack !== true && Date.now() < looksAt) {
    return decided(
      'wait',
      `${
        router.id
      } may still be confirming or taking back; it is looked at after ${new Date(
        looksAt,
      ).toISOString()}.`,
    );
  }
  if (cutOff) {
    await ctx.saveFacts({ takesBack: true, cutOff, quietAt: null });
    return decided(
      'apply',
      `It was cut off, and ${router.id} may run it until it takes it back by itself: it is given back what it ran before.`,
    );
  }
  // Files of before are no proof while a daemon may run what it only holds.
  const holdsUntil =
    facts.holds === true && facts.takesBack === true && !facts.backAt
      ? heldUntil(facts, access) ?? quietAt
      : 0;
  if (Date.now() < holdsUntil) {
    return decided(
      'wait',
      `${router.id} may run what was planned until ${new Date(
        holdsUntil,
      ).toISOString()}, and takes it back by itself then.${backText(facts)}`,
    );
  }
  const sight = await recovery.check();
  if (
    sight.digest === planned.digest ||
    digestOfRunning(sight.files) === planned.runs
  ) {
    return facts.takesBack === true
      ? judgeBack(facts, recovery, quietAt)
      : judgeBefore(recovery);
  }
  if (
    sight.changed.length > 0 &&
    mayTryAgain &&
    facts.takesBack !== true &&
    isHalfway(sight, planned)
  ) {
    await ctx.saveFacts({ takesBack: true, quietAt: null });
    return decided(
      'apply',
      `It was cut off halfway: ${router.id} is given back what it ran before.`,
    );
  }
  if (sight.changed.length > 0) {
    return decided(
      'needs-attention',
      `${
        router.id
      } runs neither what it ran before nor what was planned: ${sight.changed
        .map(({ task }) => task)
        .join(', ')}.${backText(facts)}`,
    );
  }
  return judgeThere(ctx, recovery, planned);
}

/**
 * The files the daemons start from are what they were, so nothing tells what runs
 * but the router itself. Undefined for a person's proof once it is over: then they do.
 */
async function recoverHeld(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts'>,
  { access, router, focus, mayTryAgain, readSessions }: PlaybookRecovery,
): Promise<RecoveryVerdict | undefined> {
  const { facts } = ctx;
  const until = heldUntil(facts, access)!;
  const over = Date.now() >= until;
  const notHeld =
    (facts.notHeld as string | undefined) ??
    (await findFallen(focus, readSessions));
  if (!notHeld) {
    if (over) {
      return undefined;
    }
    // Confirmed, or taken back: by then the router's files tell.
    return Date.now() < Number(facts.heldUntil) - LATE_MS
      ? decided(
          'verify',
          `${router.id} runs what was planned, until it is confirmed.`,
        )
      : decided(
          'wait',
          `Nobody confirmed in time what ${
            router.id
          } holds, as far as is known; it is looked at after ${new Date(
            until,
          ).toISOString()}.`,
        );
  }
  if (mayTryAgain) {
    await ctx.saveFacts({ takesBack: true });
    return decided(
      'apply',
      `It does not hold: ${notHeld} ${router.id} is given back what it ran before.`,
    );
  }
  return over
    ? undefined
    : decided(
        'needs-attention',
        `${router.id} may run what was planned until ${new Date(
          until,
        ).toISOString()}, and takes it back by itself then. ${notHeld}`,
      );
}

/** Unix milliseconds by which a daemon has taken back by itself what it holds. */
function heldUntil(
  facts: JsonObject,
  { settleMs }: AnsibleAccess,
): number | undefined {
  return typeof facts.heldUntil === 'number'
    ? facts.heldUntil + settleMs + LATE_MS
    : undefined;
}

/**
 * Each file of a daemon is what it was, or what was approved: nobody else was at it.
 * Whether that is so of the packet filter, which is a third thing meanwhile, the
 * router itself knows.
 */
function isHalfway(
  { files }: PlaybookSight,
  planned: PlannedPlaybook,
): boolean {
  return (
    !planned.lasting &&
    TOLD_FILES.filter(name => name !== 'filter').every(name => {
      const [now, one] = [files[name]?.runs, planned.files[name]];
      return now === one?.runs || now === one?.shall;
    })
  );
}

async function recoverUnstarted({
  findDenial,
}: PlaybookRecovery): Promise<RecoveryVerdict> {
  const begun = 'It was interrupted before Ansible was started';
  const denial = await findDenial();
  return denial
    ? decided('absent', `${begun}. ${denial}`)
    : decided('apply', `${begun}.`);
}

/** The files are those from before, and nothing was taken back by the change. */
async function judgeBefore(
  recovery: PlaybookRecovery,
): Promise<RecoveryVerdict> {
  const { router } = recovery;
  const left = await findLeft(recovery);
  if (left) {
    return decided(
      'needs-attention',
      `${left}, and the file it starts from says otherwise.`,
    );
  }
  return decided(
    'absent',
    `${router.id} runs what it ran before: nothing of the change is on it.`,
  );
}

/** The session is as the change was to leave it, as a sentence without its end. */
async function findLeft({
  router,
  focus,
  readSessions,
}: PlaybookRecovery): Promise<string | undefined> {
  if (!focus) {
    return undefined;
  }
  const there = (await readSessions()).some(
    ({ name }) => name === focus.session,
  );
  return there === (focus.becomes === 'gone')
    ? undefined
    : `${focus.session} ${there ? 'is' : 'is not'} on ${router.id}`;
}

/** The files are those from before again: so must be what goes out and comes in. */
async function judgeBack(
  facts: JsonObject,
  recovery: PlaybookRecovery,
  quietAt: number,
): Promise<RecoveryVerdict> {
  const { router, findNotAsBefore } = recovery;
  const problem =
    (await findLeft(recovery)) ?? ((await findNotAsBefore()) || undefined);
  const because = facts.cutOff === true ? 'was cut off' : 'did not hold';
  if (!problem) {
    const back = facts.backAt ? ' and was taken back' : '';
    return decided(
      'absent',
      `It ${because}${back}: ${router.id} runs what it ran before the change.`,
    );
  }
  return Date.now() < quietAt
    ? decided('wait', `${router.id} runs what it ran before; ${problem}.`)
    : decided(
        'needs-attention',
        `It ${because}: ${router.id} has the files it had before the change, and yet it is not as it was. ${problem}.`,
      );
}

/** All of it is there: it holds, or it goes back. */
async function judgeThere(
  ctx: Pick<ChangeContext<any>, 'facts' | 'saveFacts'>,
  { router, focus, mayTryAgain, readSessions }: PlaybookRecovery,
  planned: PlannedPlaybook,
): Promise<RecoveryVerdict> {
  const { facts } = ctx;
  const notHeld =
    (facts.notHeld as string | undefined) ??
    (await findFallen(focus, readSessions));
  if (facts.takesBack === true) {
    return decided(
      'needs-attention',
      `${
        router.id
      } runs what was planned, all of it: it did not hold (${notHeld}), and it could not be taken back.${backText(
        facts,
      )}`,
    );
  }
  if (notHeld === undefined) {
    return decided('verify', `${router.id} runs what was planned.`);
  }
  if (planned.lasting) {
    return decided(
      'needs-attention',
      `${router.id} runs what was planned, and it does not hold: ${notHeld} It is not taken back, because that would undo the cut-over it writes down.`,
    );
  }
  if (!mayTryAgain) {
    return decided(
      'needs-attention',
      `${router.id} runs what was planned, and it does not hold: ${notHeld} Once it does, go on; or take it off with the playbook, and go on.`,
    );
  }
  await ctx.saveFacts({ takesBack: true });
  return decided(
    'apply',
    `It does not hold: ${notHeld} ${router.id} is given back what it ran before.`,
  );
}

/** Why a session that was to come up is not held; of an interrupted run, too. */
async function findFallen(
  focus: Focus | undefined,
  readSessions: PlaybookRecovery['readSessions'],
): Promise<string | undefined> {
  if (focus?.becomes !== 'up') {
    return undefined;
  }
  const found = (await readSessions()).find(
    ({ name }) => name === focus.session,
  );
  return found?.state === 'established'
    ? undefined
    : `${focus.session} did not come up.`;
}

function backText({ backFailed }: { backFailed?: unknown }): string {
  return typeof backFailed === 'string'
    ? ` Taking it back failed: ${backFailed}`
    : '';
}
