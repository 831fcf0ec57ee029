import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { gatherFacts } from '../lastPath/gatherFacts';
import { LastPathFacts } from '../lastPath/LastPathFacts';
import { denialText, judgeLastPath } from '../lastPath/judgeLastPath';
import { acceptedLines } from '../planSession';
import { findRouter, SessionDeps } from '../SessionTools';
import { SessionLoss } from './config/compareSpeakers';

/** What the loss of routes that come in means. */
export interface InboundVerdict {
  denials: string[];
  lines: PlanLine[];
  /** How many come over the one session that is judged. */
  paths?: number;
  /** What it was judged by, of each session: an approval holds for that. */
  losses: LastPathFacts[];
}

interface InboundRequest {
  reason: string;
  acceptIsolation?: unknown;
}

/** A loss, and the router whose it is. */
export type RoutedLoss = SessionLoss & { router: string };

/**
 * Whether a router loses routes that come in: this one, or by a session inside the
 * one that this hands them on to.
 */
export function losesRoutes({
  inbound,
  outbound,
  session,
}: Pick<RoutedLoss, 'inbound' | 'outbound' | 'session'>): boolean {
  return (
    inbound.length > 0 || (session.type === 'internal' && outbound.length > 0)
  );
}

/**
 * Judges the session whose routes are lost as one that is disabled, in the
 * families it loses; of one inside, what it no longer hands on as well, which the
 * other router loses. Two at once are refused, because each could be what the
 * other one counts on; the two ends of one inside are one, and either may lose. On
 * what stands in for a neighbor nothing counts: of those any number may go.
 */
export async function judgeInbound(
  deps: SessionDeps,
  {
    input,
    losses,
  }: {
    input: InboundRequest;
    losses: RoutedLoss[];
  },
  signal: AbortSignal,
): Promise<InboundVerdict> {
  const losing = losses.filter(losesRoutes);
  const standsIn = ({ router, session }: RoutedLoss) =>
    findRouter(deps, { router }).standIns?.includes(session.name);
  if (losing.length > 1 && !areEnds(losing) && !losing.every(standsIn)) {
    const names = losing.map(
      ({ router, session }) => `${router}/${session.name}`,
    );
    return {
      lines: [],
      losses: [],
      denials: [
        `The configuration takes ${
          losing.length
        } established sessions down at once, or what comes in over them: ${names.join(
          ', ',
        )}. Last-path protection judges one at a time.`,
      ],
    };
  }
  const verdict: InboundVerdict = { lines: [], losses: [], denials: [] };
  for (const loss of losing) {
    const { denial, facts, lines, paths } = await judgeOne(
      deps,
      input,
      loss,
      signal,
    );
    verdict.losses.push(facts);
    verdict.lines.push(...lines);
    verdict.denials.push(...(denial ? [denial] : []));
    verdict.paths = (verdict.paths ?? 0) + paths;
  }
  return verdict;
}

async function judgeOne(
  deps: SessionDeps,
  input: InboundRequest,
  loss: RoutedLoss,
  signal: AbortSignal,
): Promise<{
  denial?: string;
  facts: LastPathFacts;
  lines: PlanLine[];
  paths: number;
}> {
  const { facts } = await gatherFacts(
    deps,
    {
      router: loss.router,
      session: loss.session.name,
      reason: input.reason,
      acceptIsolation: input.acceptIsolation === true,
    },
    signal,
  );
  const isLost = (router: string, family: 'ipv4' | 'ipv6') =>
    (router === loss.router ? loss.inbound : loss.outbound).includes(family);
  const families = facts.families.filter(one => isLost(one.router, one.family));
  const part = {
    ...facts,
    families,
    // What goes out is judged for all sessions of the machine together; what goes
    // out elsewhere by way of one inside, nothing but this tells.
    ownExports: loss.session.type === 'internal' ? facts.ownExports : [],
    ways: facts.ways.filter(({ address, router }) =>
      isLost(router, address.includes(':') ? 'ipv6' : 'ipv4'),
    ),
  };
  const verdict = judgeLastPath(part);
  return {
    denial: verdict.allowed ? undefined : denialText(verdict, part),
    facts: part,
    lines: acceptedLines(verdict),
    paths: families
      .filter(({ router }) => router === loss.router)
      .reduce((sum, { paths }) => sum + paths, 0),
  };
}

/** Two that are the ends of one session inside the network. */
function areEnds([one, other, ...more]: RoutedLoss[]): boolean {
  return (
    more.length === 0 &&
    one.router !== other.router &&
    [one, other].every(({ session }) => session.type === 'internal') &&
    one.session.neighborAddress === other.session.localAddress &&
    other.session.neighborAddress === one.session.localAddress
  );
}
