import { RpkiCache } from '@orion/backstage-plugin-orion-bgp-common';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
  unknown,
} from './GateFacts';

const families = ['ipv4', 'ipv6'] as const;

/** Whether both daemons judge origins by the same ROAs. */
export function judgeRpki({ from, to }: GateFacts): GateVerdict {
  const sides = [from, to].map(router => ({
    router,
    caches: router.parts?.rpkiCaches.filter(({ up }) => up) ?? [],
  }));
  const inputs = sides.map(({ router, caches }) => ({
    name: `VRPs of ${router.id}`,
    rows: families.reduce((sum, family) => sum + vrps(caches, family), 0),
  }));
  const without = sides.find(({ caches }) => caches.length === 0);
  if (without) {
    return failed(
      `${without.router.id} has no cache of validated ROAs that answers.`,
      inputs,
    );
  }
  const empty = inputs.find(({ rows }) => rows === 0);
  if (empty) {
    return failed(`There are no ${empty.name}.`, inputs);
  }
  const [a, b] = sides;
  for (const family of families) {
    const [mine, theirs] = [vrps(a.caches, family), vrps(b.caches, family)];
    if (mine !== theirs) {
      return failed(
        `${a.router.id} has ${mine} ${family} VRPs, ${b.router.id} ${theirs}.`,
        inputs,
      );
    }
  }
  return passed('Both have the same number of VRPs, by family.', inputs);
}

/** Several caches tell the same: the one that tells most counts. */
function vrps(caches: RpkiCache[], family: (typeof families)[number]): number {
  return Math.max(0, ...caches.map(cache => cache.vrps[family] ?? 0));
}

/** Whether what no policy decides on stays inside. */
export function judgeDefault({ to }: GateFacts): GateVerdict {
  const external = to.sessions.filter(
    ({ type, gone }) => type === 'external' && !gone,
  );
  const inputs = [
    { name: `external sessions of ${to.id}`, rows: external.length },
  ];
  if (external.length === 0) {
    return failed(`${to.id} has no external session.`, inputs);
  }
  const { defaultPolicy } = to.parts ?? {};
  if (defaultPolicy) {
    return defaultPolicy.export === 'reject'
      ? passed(`${to.id} exports nothing that no policy accepts.`, inputs)
      : failed(`${to.id} exports whatever no policy refuses.`, inputs);
  }
  if (to.identity?.driver !== 'bird') {
    return unknown(`${to.id} does not tell its default policy.`);
  }
  // Each channel of BIRD has a filter of its own.
  const open = external.find(({ families: its }) =>
    its.some(({ exportPolicy }) => exportPolicy === 'ACCEPT'),
  );
  return open
    ? failed(`${open.name} on ${to.id} exports everything.`, inputs)
    : passed(`No external session of ${to.id} exports everything.`, inputs);
}

/** Whether somebody writes what was chosen into the kernel, and all of it. */
export function judgeKernel(facts: GateFacts): GateVerdict {
  const { comparisons, from, to } = facts;
  const best = comparisons.find(({ scope }) => scope === 'best');
  const writers = [from, to].flatMap(router =>
    (router.parts?.fibWriters ?? []).map(writer => ({ router, writer })),
  );
  const written = writers.reduce(
    (sum, { writer }) => sum + (writer.up ? writer.routes ?? 0 : 0),
    0,
  );
  const inputs = [
    { name: 'routes handed to the kernel', rows: written },
    { name: `best on ${from.id}`, rows: best?.from ?? 0 },
    { name: `best on ${to.id}`, rows: best?.to ?? 0 },
  ];
  if (!from.parts || !to.parts) {
    return unknown('What writes the kernel is not read yet.');
  }
  const missing = neededFamilies(facts).find(
    family =>
      !writers.some(one => one.writer.up && one.writer.family === family),
  );
  if (missing) {
    const down = writers.find(({ writer }) => writer.family === missing);
    return failed(
      down
        ? `${down.writer.name} on ${down.router.id} is down: nobody writes ${missing} routes into the kernel.`
        : `Neither router writes ${missing} routes into the kernel.`,
      inputs,
    );
  }
  if (!hasFeed(facts, writers[0]?.router)) {
    return failed(
      `No session between ${from.id} and ${to.id} is up: what ${to.id} chooses would not reach the kernel.`,
      inputs,
    );
  }
  if (!best || best.from === 0 || best.to === 0) {
    return failed('There is no best route.', inputs);
  }
  const wanted = Math.max(best.from, best.to);
  return written >= wanted
    ? passed(
        `The kernel has every best route${
          written > wanted
            ? `, and ${written - wanted} of the router's own`
            : ''
        }.`,
        inputs,
      )
    : failed(
        `The kernel lacks ${wanted - written} of ${wanted} best routes.`,
        inputs,
      );
}

function neededFamilies({ from, neighbors }: GateFacts): string[] {
  const names = new Set(neighbors.map(neighbor => neighbor.from));
  const needed = from.sessions
    .filter(({ name }) => names.has(name))
    .flatMap(session => session.families.filter(({ up }) => up))
    .map(({ family }) => family);
  return [...new Set(needed)];
}

/** A daemon that writes the kernel itself needs no other one to feed it. */
function hasFeed(
  { from, to }: GateFacts,
  writer: GateRouter | undefined,
): boolean {
  return (
    writer?.id === to.id ||
    from.sessions.some(
      ({ type, state }) => type === 'internal' && state === 'established',
    )
  );
}
