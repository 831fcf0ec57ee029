import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { withGobgp } from '../../clients/gobgp/withGobgp';
import {
  ExportJudge,
  ExportVerdict,
  PolicyChange,
  readExportPolicy,
} from '../../clients/gobgp/policy/judgeExport';
import { RouteOrigin } from '../../clients/gobgp/policy/matchConditions';
import { sessionName } from '../../clients/gobgp/toSession';
import { RouterConfig } from '../../config';
import { SharedNeighbor } from '../sharedNeighbors';

/** What a policy is going to do with what goes to a neighbor that still waits. */
export interface ForeseenExports {
  session: string;
  address: string;
  /** How many routes were put to it. */
  probes: number;
  /** A sentence: what would go out wrongly, or what cannot be told. */
  problem?: string;
}

const DEFAULT_ROUTES = ['0.0.0.0/0', '::/0'];

/**
 * GoBGP has one chain of statements, which may name neighbors: what it lets out to
 * one that stands in says nothing about another. So it is followed for each that
 * waits, with what is ours and with what is not. Undefined for a daemon with a
 * filter for each session, whose name says enough.
 *
 * @param routes - prefixes that came from outside, a sample
 * @param shown - neighbors that speak with both: what they are told of ours, and
 * with which attributes, is compared
 */
export async function foreseeExports(
  { endpoint, id }: Pick<RouterConfig, 'endpoint' | 'id'>,
  waiting: SharedNeighbor[],
  sessions: Session[],
  {
    ours,
    routes,
    shown,
  }: { ours: string[]; routes: string[]; shown: SharedNeighbor[] },
): Promise<ForeseenExports[] | undefined> {
  if (endpoint.driver !== 'gobgp') {
    return undefined;
  }
  if (waiting.length === 0) {
    return [];
  }
  const foreign = [...DEFAULT_ROUTES, ...routes].filter(
    prefix => !ours.includes(prefix),
  );
  // It is not up: by what it is to carry.
  const carriedBy = (session: string, prefixes: string[]) => {
    const families = sessions.find(({ name }) => name === session)?.families;
    return prefixes.filter(prefix =>
      families?.some(
        ({ family }) =>
          family === (prefix.includes(':') ? 'ipv6-unicast' : 'ipv4-unicast'),
      ),
    );
  };
  try {
    return await withGobgp(
      { id, endpoint },
      new AbortController().signal,
      async (client, signal) => {
        const [judge, peers] = await Promise.all([
          readExportPolicy(client, signal),
          client.listPeers(signal),
        ]);
        return waiting.map(({ address, to: session }) => {
          const peer = peers.find(one => sessionName(one) === session);
          const own = carriedBy(session, ours);
          const others = carriedBy(session, foreign);
          return {
            ...{ session, address, probes: own.length + others.length },
            problem: peer?.route_server?.route_server_client
              ? `${address} has a table and policies of its own on ${id}.`
              : lackOf(id, judge, session, own) ??
                leakOf(id, judge, session, others) ??
                otherwiseOf(id, judge, session, {
                  own,
                  shown: shown.map(one => one.to),
                }),
          };
        });
      },
    );
  } catch (error) {
    const problem = `What ${id} lets out cannot be read: ${
      (error as Error).message
    }`;
    return waiting.map(({ address, to: session }) => ({
      ...{ session, address, probes: 0, problem },
    }));
  }
}

/** What is ours comes from the router itself, or from another of its network. */
function lackOf(
  id: string,
  judge: ExportJudge,
  session: string,
  own: string[],
): string | undefined {
  for (const prefix of own) {
    const [local, inside] = judgeAll(judge, session, prefix, [
      'local',
      'internal',
    ]);
    if (local.action !== 'accept' && inside.action !== 'accept') {
      const unclear = [local, inside].find(
        ({ action }) => action === 'unknown',
      );
      return unclear
        ? `Whether ${id} would announce ${prefix} to ${session} is not known: ${unclear.why}.`
        : `${id} would not announce ${prefix} to ${session}: ${local.why}.`;
    }
  }
  return undefined;
}

/** What came from outside goes out nowhere, however the router got it. */
function leakOf(
  id: string,
  judge: ExportJudge,
  session: string,
  foreign: string[],
): string | undefined {
  for (const prefix of foreign) {
    const verdicts = judgeAll(judge, session, prefix, ['external', 'internal']);
    const wrong =
      verdicts.find(({ action }) => action === 'accept') ??
      verdicts.find(({ action }) => action === 'unknown');
    if (wrong) {
      return wrong.action === 'accept'
        ? `${id} would announce ${prefix} to ${session}, which is not ours: ${wrong.why}.`
        : `Whether ${id} would keep ${prefix} from ${session} is not known: ${wrong.why}.`;
    }
  }
  return undefined;
}

/**
 * Whether statements alter what is ours on its way to the one that waits as they do
 * on its way to one whose announcements are compared.
 */
function otherwiseOf(
  id: string,
  judge: ExportJudge,
  session: string,
  { own, shown }: { own: string[]; shown: string[] },
): string | undefined {
  const does = ({ changes }: ExportVerdict) =>
    changes.map(change => change.does).join('; ');
  for (const prefix of own) {
    for (const origin of ['local', 'internal'] as const) {
      const verdict = judge(prefix, session, origin);
      const others = shown.map(name => judge(prefix, name, origin));
      if (
        verdict.action === 'accept' &&
        others.length > 0 &&
        !others.some(other => does(other) === does(verdict))
      ) {
        const { where } = onlyIn(verdict, others[0]);
        return `${id} would tell ${session} of ${prefix} with other attributes than any neighbor that is up on both: ${where} alters them for one of the two alone.`;
      }
    }
  }
  return undefined;
}

/** The first statement that alters what goes to one of two, and not to the other in the same way. */
function onlyIn(one: ExportVerdict, other: ExportVerdict): PolicyChange {
  const lacking = (from: ExportVerdict, to: ExportVerdict) =>
    from.changes.filter(
      ({ does }) => !to.changes.some(change => change.does === does),
    );
  const [first] = [
    ...lacking(one, other),
    ...lacking(other, one),
    // The same ones in another order, or more than once.
    ...one.changes,
    ...other.changes,
  ];
  return first;
}

function judgeAll(
  judge: ExportJudge,
  session: string,
  prefix: string,
  origins: RouteOrigin[],
): ExportVerdict[] {
  return origins.map(origin => judge(prefix, session, origin));
}
