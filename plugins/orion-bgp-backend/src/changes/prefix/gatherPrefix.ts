import { isError } from '@backstage/errors';
import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { unicast } from '../../clients/gobgp/familyNames';
import { GobgpClient } from '../../clients/gobgp/GobgpClient';
import { lookUpPrefix, PrefixPaths } from '../../clients/gobgp/ownPath';
import { sessionName, toSession } from '../../clients/gobgp/toSession';
import { parsePrefix } from '../../routes/addresses';
import { carries } from '../../routes/carries';
import { speaksOutside } from '../lastPath/isWayOut';
import { ActionRouter } from '../readActionsConfig';
import { readOriginated } from '../readExports';
import { findRouter, SessionDeps, withSource } from '../SessionTools';
import { withGobgp } from '../../clients/gobgp/withGobgp';
import { assertOwnPrefix } from './assertOwnPrefix';
import { CoveringPrefixes } from './CoveringPrefixes';
import { readExportPolicy } from '../../clients/gobgp/policy/judgeExport';
import { PrefixInput } from './prefixInput';
import { NeighborSight, Ownership, PrefixSight } from './PrefixSight';

/** How a prefix stands on its router. */
export interface PrefixStanding {
  paths: PrefixPaths;
  neighbors: NeighborSight[];
}

/**
 * Reads what is needed to plan and judge: the prefix and who has it from its
 * router, who else announces it from every router of the network, now.
 *
 * @throws InputError for a prefix that is not this network's,
 * ServiceUnavailableError when the router or the collector does not answer.
 */
export async function gatherPrefix(
  deps: SessionDeps,
  input: PrefixInput,
  signal: AbortSignal,
): Promise<PrefixSight> {
  const startedAt = performance.now();
  const { router: id, prefix, acceptIsolation = false } = input;
  const router = findRouter(deps, { router: id });
  const { asn } = router;
  const aggregates = await deps.aggregates.find();
  const aggregate = assertOwnPrefix(prefix, aggregates, deps.config.maxLengths);
  const [standing, rpki, ways] = await Promise.all([
    readStanding(router, prefix, signal),
    deps.collector.ask('validate', { prefix, originAs: asn }),
    readElsewhere(deps, { router: id, prefix, aggregate }, signal),
  ]);
  return {
    router: id,
    asn,
    prefix,
    aggregate,
    ownership: ownershipOf(aggregates),
    ageMs: performance.now() - startedAt,
    ...standing,
    ...ways,
    rpki,
    validates: deps.config.validates,
    acceptIsolation,
    outOfBand: router.actions?.outOfBand,
  };
}

function ownershipOf({ from, freshness }: OwnAggregates): Ownership {
  return from === 'netbox' && freshness
    ? { from, ...freshness }
    : { from: 'configuration' };
}

/** The prefix in the router's table, and its established neighbors. */
export async function readStanding(
  router: ActionRouter,
  prefix: string,
  signal: AbortSignal,
): Promise<PrefixStanding> {
  const { endpoint } = router;
  if (endpoint.driver !== 'gobgp') {
    throw new Error(`Router ${router.id} is no GoBGP`);
  }
  return withGobgp(
    { id: router.id, endpoint },
    signal,
    async (client, limit) => {
      const api = await client.api(limit);
      const peers = (await client.listPeers(limit)).filter(sessionName);
      const sessions = peers
        .map(peer => toSession(api, peer, router.asn))
        .filter(session => carries(session, prefix))
        // GoBGP lists its neighbors in another order each time.
        .sort(byName);
      const clients = new Set(
        peers
          .filter(peer => peer.route_server?.route_server_client)
          .map(sessionName),
      );
      const judge = await readExportPolicy(client, limit);
      const neighbors: NeighborSight[] = [];
      for (const { name, neighborAs, type } of sessions) {
        neighbors.push({
          name,
          neighborAs,
          external: type === 'external',
          has: await goesOut(client, name, prefix, limit),
          policy: clients.has(name)
            ? {
                action: 'unknown',
                why: 'it has a table and policies of its own',
              }
            : judge(prefix, name),
        });
      }
      const paths = await lookUpPrefix(client, prefix, limit);
      return { paths, neighbors };
    },
  );
}

async function goesOut(
  client: GobgpClient,
  name: string,
  prefix: string,
  signal: AbortSignal,
): Promise<boolean> {
  const family = unicast[parsePrefix(prefix)!.family];
  let found = false;
  await client.listPaths(
    { table: 'TABLE_TYPE_ADJ_OUT', name, family, prefixes: [prefix] },
    {
      signal,
      onMessage: ({ destination }) => {
        const paths = destination?.paths ?? [];
        // GoBGP 4 lists what it does not send for their number, too.
        found ||= paths.some(path => !path.send_max_filtered);
      },
    },
  );
  return found;
}

/**
 * By which ways others reach a prefix that a router no longer announces, as
 * {@link PrefixSight} has it; never throws for a router that does not answer.
 */
export async function readElsewhere(
  { config }: Pick<SessionDeps, 'config'>,
  target: Pick<PrefixSight, 'router' | 'prefix' | 'aggregate'>,
  signal: AbortSignal,
): Promise<
  Pick<PrefixSight, 'elsewhere' | 'routers'> & {
    /** Further ways, which count again once the neighbor is through with its restart. */
    restarting: string[];
  }
> {
  const asked = config.routers.find(({ id }) => id === target.router);
  const ways = await Promise.all(
    config.routers
      .filter(({ asn }) => asn === asked?.asn)
      .map(router => readWays(router, target, signal)),
  );
  return {
    elsewhere: ways.flatMap(way => way.elsewhere),
    restarting: ways.flatMap(way => way.restarting),
    routers: ways.map(({ id, problem }) => ({ id, problem })),
  };
}

/**
 * By which ways out of a router others reach the addresses, as far as the router
 * has them by itself: what it learned may be the very path that is taken back.
 */
async function readWays(
  router: ActionRouter,
  target: Pick<PrefixSight, 'router' | 'prefix' | 'aggregate'>,
  signal: AbortSignal,
): Promise<{
  id: string;
  problem?: string;
  elsewhere: string[];
  restarting: string[];
}> {
  const elsewhere: string[] = [];
  const restarting: string[] = [];
  const { id } = router;
  // Each own prefix has to go out itself; a part of one is reached by the whole.
  const isPart = target.prefix !== target.aggregate;
  const servedBy = (own: string[]): string | undefined =>
    id !== target.router && own.includes(target.prefix)
      ? target.prefix
      : (isPart && new CoveringPrefixes(own).find(target.prefix)) || undefined;
  try {
    const reading = await withSource(router, signal, async (source, limit) => {
      const found = await source.readRouter({ signal: limit });
      const external = found.sessions
        .filter(session => speaksOutside(router, session))
        .sort(byName);
      for (const { name, ...session } of external) {
        const own = await readOriginated(source, name, limit);
        const by = servedBy(own);
        if (by) {
          const more = by === target.prefix ? '' : `${by} over `;
          const list = session.restarting ? restarting : elsewhere;
          list.push(`${more}${name} on ${id}`);
        }
      }
      return found;
    });
    const problem = reading.problems.join(' ') || undefined;
    return { id, problem, elsewhere, restarting };
  } catch (error) {
    signal.throwIfAborted();
    return {
      id,
      problem: isError(error) ? error.message : String(error),
      elsewhere,
      restarting,
    };
  }
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1;
}
