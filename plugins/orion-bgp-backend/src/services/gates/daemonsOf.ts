import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import { sameMoment } from './sameMoment';

/** What tells a daemon from others, and from itself before a restart. */
export type DaemonIdentity = Partial<
  Pick<
    RouterIdentity,
    'driver' | 'version' | 'routerId' | 'startedAt' | 'configuredAt'
  >
>;

/** Without what else a daemon says of itself. */
export function daemonOf(
  identity: DaemonIdentity | null | undefined,
): DaemonIdentity {
  const { driver, version, routerId, startedAt, configuredAt } = identity ?? {};
  return { driver, version, routerId, startedAt, configuredAt };
}

/**
 * What tells the daemons of two routers from others, and from themselves before
 * a restart or with another configuration, as far as each says it. Looks with
 * another one were looks at something else.
 */
export function daemonsOf(
  ...routers: { id: string; identity?: DaemonIdentity | null }[]
): string {
  return JSON.stringify(
    routers.map(({ id, identity }) => ({ id, ...daemonOf(identity) })),
  );
}

/**
 * In what a router's daemon is another one than that was, as half a sentence:
 * "gw2 is another daemon". Undefined where it is the same.
 *
 * @param kept - as {@link daemonsOf} has it of that one router
 */
export function otherDaemon(
  kept: string,
  router: { id: string; identity?: RouterIdentity | null },
): string | undefined {
  if (kept === daemonsOf(router)) {
    return undefined;
  }
  const { id, identity } = router;
  const [was = {}]: Partial<RouterIdentity>[] = JSON.parse(kept);
  const nameOf = ({ driver, version, routerId }: Partial<RouterIdentity>) =>
    [driver, version, routerId].filter(Boolean).join(' ') || 'unknown';
  const [before, now] = [nameOf(was), nameOf(identity ?? {})];
  if (before !== now) {
    return `${id} is another daemon (${before} then, ${now} now)`;
  }
  const started = sameMoment(was.startedAt, identity?.startedAt);
  if (started && sameMoment(was.configuredAt, identity?.configuredAt)) {
    return undefined;
  }
  return !started
    ? `${id} was started again (${identity?.startedAt ?? 'nobody knows when'})`
    : `${id} took another configuration (${
        identity?.configuredAt ?? 'nobody knows when'
      })`;
}
