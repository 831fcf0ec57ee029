import { LINK_NETWORKS } from '@orion/lab';

/** Both routers of a migration as a configuration of `orion.bgp` has them. */
export interface MigratingPairOptions {
  /** Of gw1, a BIRD: its control socket. */
  socket: string;
  /** Of gw2, a GoBGP. */
  target: string;
  /** Where `kernel-routes` prints, of the machine both run on. */
  kernel?: string;
  /** How changes may act on both; another way than they are read. */
  actions?: {
    socket: string;
    target: string;
    revertAfterSeconds?: number;
    outOfBand?: string;
  };
  /** Networks where next hops of gw2 lie; default: those of the lab's links. */
  nextHops?: string[];
  /** Sessions with something that stands in for a neighbor. */
  standIns?: { gw1: string[]; gw2: string[] };
}

/** gw1 in service, gw2 that is to take its place, and what AS394955 announces. */
export function migratingPair({
  socket,
  target,
  kernel,
  actions,
  nextHops = LINK_NETWORKS,
  standIns,
}: MigratingPairOptions) {
  const { socket: act, target: actTarget, ...more } = actions ?? {};
  const router = (id: 'gw1' | 'gw2', daemon: object, actor: object) => ({
    asn: 394955,
    intervalSeconds: 1,
    ...daemon,
    ...(kernel && { kernel: { socket: kernel, intervalSeconds: 1 } }),
    ...(standIns && { standIns: standIns[id] }),
    ...(actions && { actions: { localUndo: true, ...actor, ...more } }),
  });
  return {
    routers: {
      gw1: router('gw1', { bird: { socket } }, { bird: { socket: act } }),
      gw2: router(
        'gw2',
        { gobgp: { target, nextHops } },
        { gobgp: { target: actTarget } },
      ),
    },
    aggregates: ['192.0.2.0/24', '2001:db8:3949::/48', '2001:db8:394a::/48'],
    migration: { from: 'gw1', to: 'gw2', withoutNetbox: true },
  };
}
