import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { withGobgp } from '../../clients/gobgp/withGobgp';
import { importChain } from '../../clients/gobgp/policy/importChain';
import { GobgpPolicy, readPolicy } from '../../clients/gobgp/policy/readPolicy';
import { sessionName } from '../../clients/gobgp/toSession';
import { GobgpEndpoint, RouterConfig } from '../../config';
import { SharedNeighbor } from '../sharedNeighbors';

/** BIRD prints this of a filter that stands where it is used. */
const UNNAMED = '(unnamed)';

/** A session that waits, and one that brings the same routes meanwhile. */
export interface FeedOfWaiting {
  neighbor: SharedNeighbor;
  feed: string;
}

/** Undefined where both are treated alike; else a sentence. */
export type OtherPolicy = (of: FeedOfWaiting) => string | undefined;

/**
 * Whether what a router lets in over one session shows what it will let in over
 * another. GoBGP has one chain of statements, which may name neighbors: it does where
 * the same of them apply to both. BIRD has a filter for each: it does where that is
 * the same. Asks a GoBGP once, as it runs.
 *
 * @param sessions - of the router
 */
export async function foreseeImports(
  router: Pick<RouterConfig, 'endpoint' | 'id'>,
  sessions: Session[],
): Promise<OtherPolicy> {
  const find = (name: string) => sessions.find(one => one.name === name);
  const compare = (
    { feed, neighbor }: FeedOfWaiting,
    difference: (fed: Session, waits: Session) => string | undefined,
  ) => {
    const [fed, waits] = [find(feed), find(neighbor.to)];
    return fed && waits
      ? difference(fed, waits)
      : `${router.id} has no session ${fed ? neighbor.to : feed}.`;
  };
  const { endpoint, id } = router;
  if (endpoint.driver !== 'gobgp') {
    return of => compare(of, otherFilter);
  }
  try {
    const { alone, policy } = await readImports({ endpoint, id });
    return of =>
      compare(of, (fed, waits) => {
        const apart = [fed, waits].find(({ name }) => alone.includes(name));
        return apart
          ? `${apart.name} has a table and policies of its own.`
          : otherChain(policy, fed, waits);
      });
  } catch (error) {
    const problem = `${router.id} does not tell its import policy: ${
      (error as Error).message
    }`;
    return () => problem;
  }
}

/** The policy, and who is under another one. */
function readImports(router: { endpoint: GobgpEndpoint; id: string }) {
  return withGobgp(
    router,
    new AbortController().signal,
    async (client, signal) => {
      const [policy, peers] = await Promise.all([
        readPolicy(client, 'import', signal),
        client.listPeers(signal),
      ]);
      if (!policy.assignment) {
        throw new Error('there is none of the global table');
      }
      const alone = peers
        .filter(peer => peer.route_server?.route_server_client)
        .map(sessionName);
      return { alone, policy };
    },
  );
}

function otherChain(
  policy: GobgpPolicy,
  fed: Session,
  waits: Session,
): string | undefined {
  // What the one that waits is to carry, whatever else comes in by the other.
  const { families } = waits;
  const [theirs, its] = [fed, waits].map(session =>
    importChain(policy, { ...session, families }),
  );
  const length = Math.max(theirs.length, its.length);
  for (let at = 0; at < length; at++) {
    if (its[at]?.does !== theirs[at]?.does) {
      const [here, there] = [its, theirs].map(
        chain => chain[at]?.where ?? 'nothing more',
      );
      return `for ${waits.name} there is ${here}, where for ${fed.name} there is ${there}.`;
    }
  }
  return undefined;
}

/** By the name of the filter; one without a name is another one each time. */
function otherFilter(fed: Session, waits: Session): string | undefined {
  for (const { family, importPolicy } of waits.families) {
    const other = fed.families.find(one => one.family === family)?.importPolicy;
    if (!importPolicy || importPolicy !== other || importPolicy === UNNAMED) {
      return `for ${waits.name} there is ${
        importPolicy ?? 'no filter known'
      } (${family}), where for ${fed.name} there is ${other ?? 'none'}.`;
    }
  }
  return undefined;
}
