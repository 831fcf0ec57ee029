import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { failed, GateFacts, GateVerdict, passed, unknown } from './GateFacts';
import { findInside } from '../findInside';
import { goingFamilies } from './goingFamilies';

/** BIRD's word for a channel with `import none`. */
const TAKES_NOTHING = 'REJECT';

/**
 * Whether the kernel's writer takes what `to` chooses. After a cut-over every
 * route reaches the kernel over the session inside: one that imports nothing, as
 * in the shadow phase, would leave the kernel empty.
 */
export function judgeInside(facts: GateFacts): GateVerdict {
  const { from, to } = facts;
  if (!from.parts || !to.parts) {
    return unknown('What writes the kernel is not read yet.');
  }
  const itself = new Set(
    to.parts.fibWriters.filter(({ up }) => up).map(({ family }) => family),
  );
  const families = goingFamilies(facts);
  const needed = families.filter(family => !itself.has(family));
  if (families.length > 0 && needed.length === 0) {
    return passed(
      `${to.id} writes the kernel itself.`,
      to.parts.fibWriters.map(({ name, routes = 0 }) => ({
        name: `routes ${name} on ${to.id} handed to the kernel`,
        rows: routes,
      })),
    );
  }
  const inside = findInside(from.sessions, to.identity?.routerId);
  const inputs = needed.map(family => ({
    name: `accepted over ${inside?.name ?? `a session with ${to.id}`} on ${
      from.id
    } (${family})`,
    rows: acceptedOf(inside, family) ?? 0,
  }));
  if (!inside) {
    return failed(
      `No session between ${from.id} and ${to.id} is up: what ${to.id} chooses would not reach the kernel.`,
      inputs,
    );
  }
  if (needed.length === 0) {
    return failed('No shared neighbor has a family that is up.', inputs);
  }
  const problem = needed
    .map(family => problemOf(facts, inside, family))
    .find(Boolean);
  return problem
    ? failed(problem, inputs)
    : passed(
        `${from.id}, which writes the kernel, takes what ${to.id} chooses over ${inside.name}.`,
        inputs,
      );
}

function problemOf(
  { from, to }: GateFacts,
  { families, name }: Session,
  family: string,
): string | undefined {
  const channel = families.find(one => one.family === family);
  if (!channel?.up) {
    return `${name} on ${from.id} exchanges no ${family} routes: what ${to.id} chooses would not reach the kernel.`;
  }
  if (channel.importPolicy === TAKES_NOTHING) {
    return `${name} on ${from.id} takes nothing (${family}, "import none"): what ${to.id} chooses would not reach the kernel. Bring the routers to the phase of the cut-over first.`;
  }
  const { accepted, received } = channel.counters;
  if (accepted?.value) {
    return undefined;
  }
  const sent = received?.value
    ? `, of ${received.value} that ${to.id} sends`
    : '';
  return `${from.id} accepted no route over ${name} yet (${family})${sent}: nothing shows that what ${to.id} chooses reaches the kernel.`;
}

function acceptedOf(
  session: Session | undefined,
  family: string,
): number | undefined {
  return session?.families.find(one => one.family === family)?.counters.accepted
    ?.value;
}
