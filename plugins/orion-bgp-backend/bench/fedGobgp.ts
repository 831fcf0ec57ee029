import { startRealGobgp } from '@orion/lab';
import { createRouteSource } from '../src/clients/createRouteSource';
import { FedRoute } from './BgpFeeder';
import { FEEDER, feedDaemon } from './feedDaemon';

const PORT = 22_792;

/** A GoBGP 4 with all of these routes, of one neighbor; and a source that reads it. */
export async function fedGobgp(groups: FedRoute[][], signal: AbortSignal) {
  const gobgp = await startRealGobgp({
    api: 4,
    config: `
[global.config]
  as = 394955
  router-id = "10.255.0.2"
  port = ${PORT}
  local-address-list = ["127.0.0.2"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${FEEDER}"
    peer-as = 6939
  [neighbors.transport.config]
    local-address = "127.0.0.2"
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
`,
  });
  const source = createRouteSource({
    id: 'gobgp',
    endpoint: { driver: 'gobgp', target: gobgp.target },
  });
  const count = async () => {
    const { sessions } = await source.readRouter({ signal });
    return sessions.reduce(
      (sum, { families }) =>
        families.reduce(
          (inner, { counters }) => inner + (counters.received?.value ?? 0),
          sum,
        ),
      0,
    );
  };
  const feeder = await feedDaemon(
    { name: 'GoBGP', host: '127.0.0.2', port: PORT, count },
    groups,
  );
  const stop = async () => {
    await source.close();
    feeder.close();
    await gobgp.stop();
  };
  return { count, feeder, source, stop, target: gobgp.target };
}
