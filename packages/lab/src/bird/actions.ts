import { BgpWorld } from '../bgp/BgpWorld';
import { takeInside } from '../bgp/takeInside';
import { BgpAttributes, BgpFamily } from '../bgp/types';
import { ControlAction } from '../shared/control';

/** What tests and the development lab may do to the router's neighbors. */
export function createBirdActions(
  world: BgpWorld,
): Record<string, ControlAction> {
  const nameOf = (input: Record<string, unknown>) =>
    world.session(String(input.name)).name;
  return {
    /** `{name, error?}`; stays down until `sessionUp`. */
    sessionDown: input => world.sessionDown(nameOf(input), text(input.error)),
    /** `{name}` */
    sessionUp: input => world.sessionUp(nameOf(input)),
    /** `{name, error?, ms?}`: down, and up again after a while. */
    flap: input =>
      world.flap(nameOf(input), {
        error: text(input.error),
        ms: input.ms === undefined ? undefined : Number(input.ms),
      }),
    /** `{name, restarting}`: whether the neighbor is in a graceful restart. */
    restarting: input => {
      world.restarting(nameOf(input), input.restarting === true);
      return {};
    },
    /** `{name, takes}`: whether routes are taken over a session inside. */
    takeInside: input => {
      takeInside(world, nameOf(input), input.takes === true);
      return {};
    },
    /** `{name, prefixes: [...]}` or `{name, family, count}`, the first ones. */
    withdraw: input => {
      const name = nameOf(input);
      const wanted = (input.prefixes as string[] | undefined) ?? [];
      const families = world.session(name).channels.map(({ family }) => family);
      return families.reduce((sum, family) => {
        const prefixes =
          input.count !== undefined && input.family === family
            ? offersOf(world, name, family)
                .slice(0, Number(input.count))
                .map(({ prefix }) => prefix)
            : wanted.filter(prefix => familyOf(prefix) === family);
        return sum + world.withdraw(name, family, prefixes);
      }, 0);
    },
    /** `{name, paths: [{prefix, refusedFor?, asPath?, ...attributes}]}` */
    announce: input => {
      const name = nameOf(input);
      const paths = (input.paths ?? []) as AnnouncedPath[];
      for (const family of ['ipv4', 'ipv6'] as const) {
        const fitting = paths.filter(
          ({ prefix }) => familyOf(prefix) === family,
        );
        if (fitting.length) {
          const announcements = fitting.map(path => toOffer(world, name, path));
          world.announce(name, family, announcements);
        }
      }
      return { announced: paths.length };
    },
  };
}

type AnnouncedPath = Partial<BgpAttributes> & {
  prefix: string;
  refusedFor?: number;
};

function toOffer(
  world: BgpWorld,
  name: string,
  { prefix, refusedFor, ...attributes }: AnnouncedPath,
) {
  const { neighborAs, neighborAddress } = world.session(name);
  return {
    prefix,
    refusedFor,
    attributes: {
      origin: 'IGP' as const,
      asPath: [neighborAs],
      nextHop: neighborAddress,
      ...attributes,
    },
  };
}

function offersOf(world: BgpWorld, name: string, family: BgpFamily) {
  const { channels } = world.session(name);
  return channels.find(channel => channel.family === family)?.offers ?? [];
}

function familyOf(prefix: string): BgpFamily {
  return prefix.includes(':') ? 'ipv6' : 'ipv4';
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
