import { RpkiCache } from '@orion/backstage-plugin-orion-bgp-common';
import { failed, GateFacts, GateVerdict, passed, unknown } from './GateFacts';

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
