import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { ActionRouter } from '../readActionsConfig';
import { readNow } from '../SessionTools';
import { probe, verifyTwice } from '../verifyTwice';
import { findWanted } from './judgeLost';
import type { Focus, PlannedPlaybook } from './PlaybookKind';

/** What a verification needs to know of its change. */
export interface PlaybookVerification {
  router: ActionRouter;
  planned: PlannedPlaybook;
  focus?: Focus;
  /** ISO UTC; when the playbook was through. */
  takenAt?: string;
  establishMs: number;
}

/**
 * Reads the router twice with the reading credential. Every session it is to
 * have is there, those that were up and stay are up, and the one the change is
 * about is as it was to be.
 */
export async function verifyPlaybook(
  ctx: Pick<ChangeContext<any>, 'workDir' | 'signal'>,
  verification: PlaybookVerification,
): Promise<ProbeResult[]> {
  return verifyTwice(ctx, {
    look: async () => (await readNow(verification.router, ctx.signal)).sessions,
    judge: sessions => judge(verification, sessions),
    digest: sessions =>
      JSON.stringify(
        sessions.map(({ name, state, adminState }) => [
          name,
          state,
          adminState,
        ]),
      ),
  });
}

function judge(
  verification: PlaybookVerification,
  sessions: SessionReading[],
): ProbeResult[] {
  const { router, planned, focus } = verification;
  const missing = planned.sessions.filter(
    wanted =>
      wanted.speaker === router.endpoint.driver &&
      !sessions.some(
        session =>
          findWanted(router, [wanted], session) &&
          session.neighborAddress === wanted.neighbor &&
          session.neighborAs === wanted.asn,
      ),
  );
  const fallen = sessions.filter(
    session =>
      planned.established.includes(session.name) &&
      session.state !== 'established' &&
      findWanted(router, planned.sessions, session)?.enabled,
  );
  return [
    probe(
      'configured',
      missing.length === 0 ? 'pass' : 'unknown',
      missing.length === 0
        ? `${router.id} has the ${planned.sessions.length} sessions it is to have.`
        : `${router.id} does not have ${missing
            .map(({ name, asn, neighbor }) => `${name} (AS${asn}, ${neighbor})`)
            .join(', ')}.`,
    ),
    probe(
      'sessions-stay',
      fallen.length === 0 ? 'pass' : 'unknown',
      fallen.length === 0
        ? 'Every session that was up is up.'
        : `${fallen
            .map(({ name, stateText }) => `${name} is ${stateText}`)
            .join(', ')}.`,
    ),
    ...(focus ? [judgeFocus(focus, sessions, verification)] : []),
  ];
}

function judgeFocus(
  { session: name, becomes }: Focus,
  sessions: SessionReading[],
  { router, takenAt, establishMs }: PlaybookVerification,
): ProbeResult {
  const found = sessions.find(session => session.name === name);
  const title = `Session ${name} on ${router.id}`;
  if (becomes === 'gone') {
    return found
      ? probe('session', 'unknown', `${title} is still there.`)
      : probe('session', 'pass', `${title} is gone.`);
  }
  if (found?.state === 'established' && found.families.some(({ up }) => up)) {
    return probe('session', 'pass', `${title} is established.`);
  }
  const since = takenAt ? Date.now() - Date.parse(takenAt) : 0;
  const state = found?.stateText ?? 'not there';
  return since > establishMs
    ? probe(
        'session',
        'fail',
        `${title} did not come up within ${Math.round(
          establishMs / 1000,
        )} s (${state}${
          found?.lastError ? `, ${found.lastError}` : ''
        }); it is taken back.`,
      )
    : probe(
        'session',
        'unknown',
        `${title} is ${state}; its neighbor may not be ready yet.`,
      );
}
