import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { nameFirst } from '../../nameFirst';
import { readAnnouncements, RouterAnnouncements } from '../readAnnouncements';
import { ActionRouter, ActionsConfig } from '../readActionsConfig';
import { SessionDeps } from '../SessionTools';
import { probe, verifyTwice } from '../verifyTwice';
import { concernedRouters } from './concernedRouters';
import { findLeaks, LeakLimits } from './findLeaks';
import { findWanted } from './findWanted';
import { PlannedAnnouncements } from './judgeAnnouncements';
import { fillImports, importsText, judgeImports } from './plannedImports';
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

/** What neighbors are to us, as the configuration says. */
type Relations = Pick<ActionsConfig, 'relations'>;

/**
 * Reads the daemons of the machine twice with the reading credential. Every
 * session it is to have is there, those that were up and stay are up and give
 * and get what they did, own prefixes go out as planned, and the session the
 * change is about is as it was to be. What does not come in time has failed; what
 * leaks has at once.
 */
export async function verifyPlaybook(
  deps: SessionDeps,
  ctx: Pick<ChangeContext<any>, 'workDir' | 'signal'>,
  verification: PlaybookVerification,
): Promise<ProbeResult[]> {
  const { planned, router } = verification;
  const { relations } = deps.config;
  const routers = concernedRouters(deps.config, router, planned);
  return verifyTwice(ctx, {
    look: async () =>
      fillImports(
        deps,
        await Promise.all(
          routers.map(one => readAnnouncements(deps.config, one, ctx.signal)),
        ),
        verification.takenAt,
      ),
    judge: read => judgePlaybook({ ...verification, relations }, read),
    digest: read =>
      JSON.stringify(
        read.map(({ router: { id }, reading, announced }) => [
          id,
          reading?.sessions.map(({ name, state, adminState }) => [
            name,
            state,
            adminState,
          ]),
          announced.map(({ session, own, foreign }) => [
            session.name,
            own,
            foreign.count > 0,
          ]),
        ]),
      ),
  });
}

/**
 * What is not as it was before the change, as a sentence without its end; empty
 * where every session that was up is up, and gives and gets what it did.
 */
export async function findNotAsBefore(
  deps: SessionDeps,
  { router, planned }: Pick<PlaybookVerification, 'router' | 'planned'>,
  signal: AbortSignal,
): Promise<string> {
  const { relations } = deps.config;
  const read = await Promise.all(
    concernedRouters(deps.config, router, planned).map(one =>
      readAnnouncements(deps.config, one, signal),
    ),
  );
  return notAsBefore({ ...planned, relations }, await fillImports(deps, read));
}

/** The same of one look. */
export function notAsBefore(
  planned: Pick<PlannedPlaybook, 'imports'> & LeakLimits,
  read: RouterAnnouncements[],
): string {
  const silent = read.find(one => !one.reading || one.problem);
  if (silent) {
    return `${silent.router.id} was not read whole: ${silent.problem}`;
  }
  const { announcements, imports } = planned;
  const before = announcements.map(one => ({
    ...one,
    after: one.before,
    gone: false,
  }));
  const { lacking } = judgeImports(
    // The sessions come up only now: as many as before, nobody asks for yet.
    imports.map(one => ({ ...one, mayBeFewer: true })),
    read,
  );
  return [announcementsText(before, read), findLeaks(planned, read), ...lacking]
    .filter(Boolean)
    .join('; ');
}

/** Judges one look. */
export function judgePlaybook(
  verification: PlaybookVerification & Relations,
  read: RouterAnnouncements[],
): ProbeResult[] {
  const { router, takenAt, establishMs, focus, planned, relations } =
    verification;
  const { announcements } = planned;
  const leaks = findLeaks({ ...planned, relations }, read);
  const silent = read.find(one => !one.reading || one.problem);
  if (silent) {
    return [
      // What one router says does not wait for what another one does not say.
      ...(leaks ? [probe('leaks', 'fail', `${leaks}.`)] : []),
      probe(
        'readable',
        'unknown',
        `${silent.router.id} was not read whole: ${silent.problem}`,
      ),
    ];
  }
  const sessions = read.find(one => one.router.id === router.id)!.reading!
    .sessions;
  const since = takenAt ? Date.now() - Date.parse(takenAt) : 0;
  const late = since > establishMs;
  const { lacking, unknown } = judgeImports(planned.imports, read);
  const seconds = Math.round(establishMs / 1000);
  const verdict = (name: string, problem: string, fine: string) =>
    problem
      ? probe(
          name,
          late ? 'fail' : 'unknown',
          late ? `${problem} after ${seconds} s.` : `${problem}.`,
        )
      : probe(name, 'pass', fine);
  return [
    verdict(
      'configured',
      missingText(verification, sessions),
      `${router.id} has the ${planned.sessions.length} sessions it is to have.`,
    ),
    verdict(
      'sessions-stay',
      fallenText(verification, sessions),
      'Every session that was up is up.',
    ),
    ...(focus
      ? [
          verdict(
            'session',
            focusText(focus, sessions, router.id),
            `Session ${focus.session} on ${router.id} is ${
              focus.becomes === 'gone' ? 'gone' : 'established'
            }.`,
          ),
        ]
      : []),
    leaks
      ? probe('leaks', 'fail', `${leaks}.`)
      : probe('leaks', 'pass', 'No more of others goes out than may.'),
    verdict(
      'announcements',
      announcementsText(announcements, read),
      'Own prefixes go out as planned.',
    ),
    unknown.length > 0 && lacking.length === 0
      ? probe(
          'routes',
          'unknown',
          `The index does not tell yet what comes in now: ${unknown.join(
            ', ',
          )}.`,
        )
      : verdict('routes', lacking.join('; '), importsText(planned.imports)),
  ];
}

function missingText(
  { router, planned }: PlaybookVerification,
  sessions: SessionReading[],
): string {
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
  return missing.length === 0
    ? ''
    : `${router.id} does not have ${missing
        .map(({ name, asn, neighbor }) => `${name} (AS${asn}, ${neighbor})`)
        .join(', ')}`;
}

function fallenText(
  { router, planned }: PlaybookVerification,
  sessions: SessionReading[],
): string {
  return sessions
    .filter(
      session =>
        planned.established.includes(session.name) &&
        session.state !== 'established' &&
        findWanted(router, planned.sessions, session)?.enabled,
    )
    .map(({ name, stateText }) => `${name} is ${stateText}`)
    .join(', ');
}

function focusText(
  { session: name, becomes }: Focus,
  sessions: SessionReading[],
  router: string,
): string {
  const found = sessions.find(session => session.name === name);
  const title = `Session ${name} on ${router}`;
  if (becomes === 'gone') {
    return found ? `${title} is still there` : '';
  }
  if (found?.state === 'established' && found.families.some(({ up }) => up)) {
    return '';
  }
  return `${title} did not come up (${found?.stateText ?? 'not there'}${
    found?.lastError ? `, ${found.lastError}` : ''
  })`;
}

function announcementsText(
  planned: PlannedAnnouncements[],
  read: RouterAnnouncements[],
): string {
  const problems = planned
    .filter(({ gone }) => !gone)
    .flatMap(({ router, session, after }) => {
      const found = findAnnounced(read, router, session);
      const over = `over ${session} on ${router}`;
      if (!found) {
        return [`nothing ${over}, which is not up`];
      }
      const { own } = found;
      const missing = after.filter(prefix => !own.includes(prefix));
      const extra = own.filter(prefix => !after.includes(prefix));
      return [
        ...(missing.length > 0 ? [`${some(missing)} not out ${over}`] : []),
        ...(extra.length > 0 ? [`${some(extra)} still out ${over}`] : []),
      ];
    });
  return problems.length > 0
    ? `Not announced as planned: ${problems.join('; ')}`
    : '';
}

function findAnnounced(
  read: RouterAnnouncements[],
  router: string,
  session: string,
) {
  return read
    .find(one => one.router.id === router)
    ?.announced.find(one => one.session.name === session);
}

function some(prefixes: string[]): string {
  return nameFirst(prefixes, 5);
}
