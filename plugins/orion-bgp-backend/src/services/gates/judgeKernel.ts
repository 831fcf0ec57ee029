import { KernelComparison } from '../../rib/kernel/KernelComparison';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
  unknown,
} from './GateFacts';
import { findInside } from '../findInside';
import { goingFamilies } from './goingFamilies';
import { butMoved, tooManyMovedText } from './movedInputs';

/** Of what is chosen; more is an outage, however equal both are. */
const MAY_LEAD_NOWHERE = 0.05;

const classes = {
  missing: 'missing',
  extra: 'that no best route wants',
  'other-next-hop': 'with another next hop',
} as const;
/** What was let pass, as people read it. */
const allowances = {
  own: "of the router's own, not compared",
  recursive: 'over sessions inside, whose next hops are resolved',
  multipath: 'with further next hops',
  unreachable: 'that lead nowhere: no way to their next hops',
  'worse-metric': 'beside one with a better metric',
  moved: 'left out, moved after the table or the kernel was read',
} as const;

/**
 * Whether somebody writes what was chosen into the kernel, and all of it. Where
 * the kernel is read it is the kernel that is judged; what its writer says it
 * handed over proves nothing.
 */
export function judgeKernel(facts: GateFacts): GateVerdict {
  const { comparisons, from, to } = facts;
  const writers = [from, to].flatMap(router =>
    (router.parts?.fibWriters ?? []).map(writer => ({ router, writer })),
  );
  if (!from.parts || !to.parts) {
    return unknown('What writes the kernel is not read yet.');
  }
  const missing = goingFamilies(facts).find(
    family =>
      !writers.some(one => one.writer.up && one.writer.family === family),
  );
  const inputs = [from, to].map(({ id, parts }) => ({
    name: `routes ${id} handed to the kernel, by its own count`,
    rows: (parts?.fibWriters ?? []).reduce(
      (sum, writer) => sum + (writer.up ? writer.routes ?? 0 : 0),
      0,
    ),
  }));
  if (missing) {
    const down = writers.find(({ writer }) => writer.family === missing);
    return failed(
      down
        ? `${down.writer.name} on ${down.router.id} is down: nobody writes ${missing} routes into the kernel.`
        : `Neither router writes ${missing} routes into the kernel.`,
      inputs,
    );
  }
  if (writers.length === 0) {
    return failed('Neither router writes routes into the kernel.', inputs);
  }
  if (!hasFeed(facts, writers[0].router)) {
    return failed(
      `No session between ${from.id} and ${to.id} is up: what ${to.id} chooses would not reach the kernel.`,
      inputs,
    );
  }
  const best = comparisons.find(({ scope }) => scope === 'best');
  if (!best || best.from === 0 || best.to === 0) {
    return failed('There is no best route.', inputs);
  }
  const verdicts = [from, to]
    .filter(router => writers.some(one => one.router === router))
    .map(router =>
      router.kernel
        ? judgeReading(router, router.kernel)
        : judgeCount(router, Math.max(best.from, best.to)),
    );
  return (
    verdicts.find(({ state }) => state !== 'passed') ?? {
      ...verdicts[0],
      inputs: verdicts.flatMap(one => one.inputs),
    }
  );
}

/** The kernel's own routes beside the best ones of whoever writes them. */
function judgeReading(
  { id }: GateRouter,
  { ageMs, comparison, error, maxAgeMs }: NonNullable<GateRouter['kernel']>,
): GateVerdict {
  if (ageMs === undefined || !comparison) {
    return unknown(
      `The kernel of ${id} is not read yet${error ? `: ${error}` : ''}.`,
    );
  }
  if (ageMs > maxAgeMs) {
    return unknown(
      `The kernel of ${id} was read ${Math.round(ageMs / 1000)} s ago${
        error ? `, and cannot be read now: ${error}` : ''
      }.`,
    );
  }
  const inputs = inputsOf(id, comparison);
  const { kernel, wanted, missing, extra, otherNextHop } = comparison;
  if (kernel === 0 || wanted === 0) {
    return failed(
      kernel === 0
        ? `The kernel of ${id} has no route of its daemon.`
        : `${id} has no best route of a neighbor.`,
      inputs,
    );
  }
  const nowhere = comparison.allowed.unreachable;
  if (nowhere > wanted * MAY_LEAD_NOWHERE) {
    return failed(
      `${nowhere} of ${wanted} routes in the kernel of ${id} lead nowhere: it has no way to their next hops.`,
      inputs,
    );
  }
  const apart = missing + extra + otherNextHop;
  return apart === 0
    ? passed(
        `The kernel of ${id} has every best route with its next hop, and nothing else${butMoved(
          comparison.allowed.moved,
        )}.`,
        inputs,
      )
    : failed(
        `${apart} ${
          apart === 1 ? 'route' : 'routes'
        } in the kernel of ${id} unexplained: ${examplesText(
          comparison,
        )}${tooManyMovedText(comparison)}.`,
        inputs,
      );
}

function inputsOf(
  id: string,
  comparison: KernelComparison,
): GateVerdict['inputs'] {
  const { kernel, wanted, missing, extra, otherNextHop, allowed } = comparison;
  const left = (Object.keys(allowances) as (keyof typeof allowances)[])
    .filter(why => allowed[why] > 0)
    .map(why => ({ name: allowances[why], rows: allowed[why] }));
  return [
    { name: `routes in the kernel of ${id}`, rows: kernel },
    { name: `best on ${id}`, rows: wanted },
    { name: classes.missing, rows: missing },
    { name: classes.extra, rows: extra },
    { name: classes['other-next-hop'], rows: otherNextHop },
    ...left,
  ];
}

/** One of each class: the counts are among the inputs. */
function examplesText({ examples }: KernelComparison): string {
  return (Object.keys(classes) as (keyof typeof classes)[])
    .flatMap(its => examples.find(one => one.class === its) ?? [])
    .map(({ class: its, prefix, wanted, kernel }) => {
      const where =
        its === 'other-next-hop'
          ? `: ${kernel} instead of ${wanted ?? 'one that is not known'}`
          : '';
      return `${prefix} ${classes[its]}${where}`;
    })
    .join(', ');
}

/** Where nobody reads the kernel: what its writer says is no proof. */
function judgeCount({ id, parts }: GateRouter, wanted: number): GateVerdict {
  const handed = (parts?.fibWriters ?? []).reduce(
    (sum, writer) => sum + (writer.up ? writer.routes ?? 0 : 0),
    0,
  );
  const inputs = [
    {
      name: `routes ${id} handed to the kernel, by its own count`,
      rows: handed,
    },
    { name: 'best', rows: wanted },
  ];
  const how = `By its own count ${id} handed ${handed} routes to the kernel, for ${wanted} best ones`;
  return handed >= wanted
    ? {
        state: 'unknown',
        reason: `${how}. The kernel itself is not read, so what it has nobody knows: orion.bgp.routers.${id}.kernel.`,
        inputs,
      }
    : failed(`${how}: ${wanted - handed} are lacking.`, inputs);
}

/**
 * A daemon that writes the kernel itself needs no other one to feed it. The other
 * end is known by its BGP identifier: a session with some third router is no way.
 */
function hasFeed({ from, to }: GateFacts, writer: GateRouter): boolean {
  return (
    writer.id === to.id ||
    findInside(from.sessions, to.identity?.routerId) !== undefined
  );
}
