import type { IpamLeafPrefix, IpamLeafQuery, IpamPrefix } from '../ipamTypes';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxPrefix } from '../netboxTypes';
import { findObject, getCluster } from './findObject';
import { toPrefix } from './mapObjects';

const PATH = 'ipam/prefixes/';
const DEFAULT_CAP = 256;
const LARGEST_CAP = 1000;
const PARALLEL_COUNTS = 4;

export async function findPrefix(
  client: NetboxClient,
  prefix: number | string,
  signal?: AbortSignal,
): Promise<IpamPrefix | undefined> {
  if (typeof prefix === 'number') {
    const raw = await findObject<NetboxPrefix>(
      client,
      `${PATH}${prefix}/`,
      signal,
    );
    return raw && toPrefix(raw);
  }
  const [raw] = await client.list<NetboxPrefix>(
    PATH,
    { prefix, vrf_id: 'null' },
    signal,
  );
  return raw && toPrefix(raw);
}

/** Prefixes addresses can be reserved from, with what is free in each. */
export async function listLeafPrefixes(
  client: NetboxClient,
  query: IpamLeafQuery & { site?: string },
  signal?: AbortSignal,
): Promise<IpamLeafPrefix[]> {
  const cluster = query.cluster
    ? await getCluster(client, query.cluster, signal)
    : undefined;
  const siteId =
    cluster?.scope_type === 'dcim.site' ? cluster.scope_id : undefined;
  const raw = await client.list<NetboxPrefix>(
    PATH,
    {
      status: 'active',
      children: 0,
      vlan_vid: query.vlanVid,
      family: query.family,
      site_id: siteId ?? undefined,
      // A cluster says more than the configured site.
      site: siteId ? undefined : query.site,
    },
    signal,
  );
  const leaves = raw.map(toPrefix).filter(prefix => prefix.isLeaf);
  const cap = Math.min(query.countCap ?? DEFAULT_CAP, LARGEST_CAP);
  const counted: IpamLeafPrefix[] = [];
  for (let i = 0; i < leaves.length; i += PARALLEL_COUNTS) {
    const batch = leaves.slice(i, i + PARALLEL_COUNTS);
    counted.push(
      ...(await Promise.all(
        batch.map(prefix => withFree(client, prefix, cap, signal)),
      )),
    );
  }
  return counted;
}

/** NetBox's own list is the count: it knows pools, ranges and odd masks. */
async function withFree(
  client: NetboxClient,
  prefix: IpamPrefix,
  cap: number,
  signal?: AbortSignal,
): Promise<IpamLeafPrefix> {
  const free = await client.get<unknown[]>(
    `${PATH}${prefix.id}/available-ips/`,
    { limit: cap },
    signal,
  );
  return {
    ...prefix,
    free: free.length,
    freeIsMinimum: free.length >= cap,
  };
}
