import { SessionRef } from '@orion/backstage-plugin-orion-bgp-common';
import { toEntityName } from '@orion/backstage-plugin-orion-node';

/**
 * The name of a session in the catalog, `bgp-<router>-<session>`. Where that is, or
 * begins as, the name of a router with a longer id, it is marked: session `gw2` of
 * `dc1` is no router `dc1-gw2`, and `gw2-he` none of its sessions. So is one with
 * capitals, which references do not tell apart, and BIRD does.
 *
 * @remarks
 * Its own name and the ids of the routers decide it, and not which sessions there
 * are: changes find the page without them, and it keeps its name whatever else comes
 * and goes.
 */
export function sessionEntityName(
  { router, session }: SessionRef,
  routers: readonly string[],
): string {
  // References do not tell capitals apart; ids of routers have none.
  const text = `${router}-${session}-`.toLowerCase();
  const isTaken = routers.some(
    id => id.length > router.length && text.startsWith(`${id}-`),
  );
  // The digest is of what its annotation says: no id of a router has a slash.
  return isTaken || session !== session.toLowerCase()
    ? toEntityName(`bgp-${router}/${session}`)
    : toEntityName(`bgp-${router}-${session}`);
}
