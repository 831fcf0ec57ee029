import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { lookUpPrefix } from '../../clients/gobgp/ownPath';
import { sessionName } from '../../clients/gobgp/toSession';
import { parsePrefix } from '../../routes/addresses';
import { readExportPolicy } from '../../clients/gobgp/policy/judgeExport';
import { ActionRouter } from '../readActionsConfig';
import { SessionDeps } from '../SessionTools';
import { withGobgp } from '../../clients/gobgp/withGobgp';

/**
 * Own prefixes that GoBGP is to send over a session once it is up: those it has by
 * itself and its export policy certainly lets out. GoBGP counts nothing that goes
 * out, so they are looked for one by one; of a BIRD none are named, which counts.
 *
 * @throws ServiceUnavailableError
 */
export async function plannedExports(
  { aggregates }: Pick<SessionDeps, 'aggregates'>,
  router: ActionRouter,
  { name, families }: Pick<SessionReading, 'name' | 'families'>,
  signal: AbortSignal,
): Promise<string[]> {
  const { endpoint } = router;
  if (endpoint.driver !== 'gobgp') {
    return [];
  }
  const { prefixes = [] } = await aggregates.find();
  const carried = prefixes.filter(prefix =>
    families.some(
      ({ family }) => family === `ipv${parsePrefix(prefix)?.family}-unicast`,
    ),
  );
  return withGobgp(
    { id: router.id, endpoint },
    signal,
    async (client, limit) => {
      const peers = await client.listPeers(limit);
      const peer = peers.find(one => sessionName(one) === name);
      // Such a neighbor has a table and policies of its own.
      if (!peer || peer.route_server?.route_server_client) {
        return [];
      }
      const judge = await readExportPolicy(client, limit);
      const planned: string[] = [];
      for (const prefix of carried) {
        if (judge(prefix, name).action === 'accept') {
          const { own } = await lookUpPrefix(client, prefix, limit);
          planned.push(...(own.length > 0 ? [prefix] : []));
        }
      }
      return planned.sort();
    },
  );
}
