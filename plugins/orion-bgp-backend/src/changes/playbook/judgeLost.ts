import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { gatherFacts } from '../lastPath/gatherFacts';
import { denialText, judgeLastPath } from '../lastPath/judgeLastPath';
import { acceptedLines, onlyHere } from '../planSession';
import { ActionRouter } from '../readActionsConfig';
import { SessionDeps } from '../SessionTools';
import { WantedSession } from './PlaybookSight';

/** What a new configuration takes away. */
export interface LostSessions {
  names: string[];
  lines: PlanLine[];
  /** Whole sentences that forbid it. */
  denials: string[];
  /** Own prefixes that go out nowhere afterwards. */
  onlyHere: string[];
}

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

/**
 * Sessions to neighbors outside that are up and are not wanted any more. Each is
 * judged as one that is disabled; two at once are refused, because each could be
 * what the other one counts on.
 */
export async function judgeLost(
  deps: SessionDeps,
  {
    input,
    router,
    sessions,
    wanted,
  }: {
    input: { router: string; reason: string; acceptIsolation?: unknown };
    router: ActionRouter;
    sessions: SessionReading[];
    wanted: WantedSession[];
  },
  signal: AbortSignal,
): Promise<LostSessions> {
  const gone = sessions.filter(
    session =>
      session.type === 'external' &&
      session.state === 'established' &&
      findWanted(router, wanted, session)?.enabled !== true,
  );
  const names = gone.map(({ name }) => `${router.id}/${name}`);
  if (gone.length > 1) {
    return {
      names,
      lines: [],
      onlyHere: [],
      denials: [
        `The configuration takes ${
          gone.length
        } established sessions down at once: ${names.join(
          ', ',
        )}. Last-path protection judges one at a time.`,
      ],
    };
  }
  const [session] = gone;
  if (!session) {
    return { names, lines: [], denials: [], onlyHere: [] };
  }
  const { facts } = await gatherFacts(
    deps,
    {
      router: router.id,
      session: session.name,
      reason: input.reason,
      acceptIsolation: input.acceptIsolation === true,
    },
    signal,
  );
  const verdict = judgeLastPath(facts);
  return {
    names,
    onlyHere: onlyHere(facts),
    denials: verdict.allowed ? [] : [denialText(verdict, facts)],
    lines: [
      {
        action: 'destroy',
        address: `session.${router.id}/${session.name}`,
        title: `session ${session.name} on ${router.id}: up -> gone`,
        detail: `AS${session.neighborAs} at ${
          session.neighborAddress
        }; ${facts.families
          .map(({ paths }) => paths)
          .reduce((a, b) => a + b, 0)} paths come over it`,
        attributes: [],
      },
      ...acceptedLines(verdict),
    ],
  };
}
