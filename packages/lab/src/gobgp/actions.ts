import { Announcement, BgpFamily, BgpWorld } from '../bgp';
import { ControlAction } from '../shared/control';

/** Things that happen to the router from outside; sessions go by their name or address. */
export function gobgpActions(
  world: BgpWorld,
  restart: () => void,
): Record<string, ControlAction> {
  const nameOf = ({ session }: Record<string, unknown>): string => {
    const found = world.state.sessions.find(
      ({ name, neighborAddress }) =>
        name === session || neighborAddress === session,
    );
    if (!found) {
      throw new Error(`there is no session ${session}`);
    }
    return found.name;
  };
  return {
    /** The daemon starts anew: what it was told at run time is gone. */
    restart,
    sessionDown: input =>
      world.sessionDown(nameOf(input), input.error as string | undefined),
    sessionUp: input => world.sessionUp(nameOf(input)),
    flap: input =>
      world.flap(nameOf(input), {
        error: input.error as string | undefined,
        ms: input.ms as number | undefined,
      }),
    announce: input =>
      world.announce(
        nameOf(input),
        input.family as BgpFamily,
        input.routes as Announcement[],
      ),
    withdraw: input => ({
      withdrawn: world.withdraw(
        nameOf(input),
        input.family as BgpFamily,
        input.prefixes as string[],
      ),
    }),
  };
}
