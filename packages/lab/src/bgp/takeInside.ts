import { BgpWorld } from './BgpWorld';

/**
 * Opens a session inside, or closes it: as a router takes what the one beside it
 * accepted of the same transit, in the phase of a cut-over, or nothing, as while
 * that one is on trial.
 */
export function takeInside(world: BgpWorld, name: string, takes: boolean) {
  const session = world.session(name);
  const transit = world.state.sessions
    .filter(({ neighborAs }) => neighborAs !== world.state.asn)
    .flatMap(({ channels }) => channels);
  for (const channel of session.channels) {
    const { family } = channel;
    channel.importPolicy = takes ? 'ACCEPT' : 'REJECT';
    channel.imports = takes ? 'all' : 'none';
    const model = transit.find(one => one.family === family);
    channel.gateway = model?.gateway;
    if (takes) {
      // Nothing that is refused there is chosen there.
      const offers = model?.offers.filter(({ refusedFor }) => !refusedFor);
      world.announce(name, family, structuredClone(offers ?? []));
    } else {
      const prefixes = channel.offers.map(({ prefix }) => prefix);
      world.withdraw(name, family, prefixes);
    }
  }
}
