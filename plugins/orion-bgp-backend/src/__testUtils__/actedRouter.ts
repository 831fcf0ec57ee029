import { RunningBird, RunningGobgp } from '@orion/lab';

/**
 * A router of the lab as a configuration of `orion.bgp` has it: read on one way and
 * acted on over another, from the machine that alone undoes an action.
 *
 * @param actions - more of `actions`
 */
export function actedRouter(
  daemon:
    | Pick<RunningBird, 'readPath' | 'path'>
    | Pick<RunningGobgp, 'readTarget' | 'target'>,
  actions: object = {},
) {
  const [read, act] =
    'readPath' in daemon
      ? [
          { bird: { socket: daemon.readPath } },
          { bird: { socket: daemon.path } },
        ]
      : [
          { gobgp: { target: daemon.readTarget } },
          { gobgp: { target: daemon.target } },
        ];
  return {
    asn: 394955,
    ...read,
    actions: { ...act, localUndo: true, ...actions },
  };
}
