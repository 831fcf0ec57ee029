import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';

/**
 * What tells the daemons of two routers from others, and from themselves before
 * a restart or with another configuration, as far as each says it. Looks with
 * another one were looks at something else.
 */
export function daemonsOf(
  ...routers: { id: string; identity?: RouterIdentity | null }[]
): string {
  return JSON.stringify(
    routers.map(({ id, identity }) => {
      const { driver, version, routerId, startedAt, configuredAt } =
        identity ?? {};
      return { id, driver, version, routerId, startedAt, configuredAt };
    }),
  );
}
