/** A path to a prefix and which neighbor it belongs to. */
export interface Candidate {
  at: number;
  group: number;
}

/**
 * Puts the paths of two routers to one prefix together: within a group first
 * those that are equal, then in their order. -1 stands for nothing.
 */
export function pairRoutes(
  a: Candidate[],
  b: Candidate[],
  equal: (atA: number, atB: number) => boolean,
): [number, number][] {
  const pairs: [number, number][] = [];
  const left = [...b];
  const take = (index: number) => left.splice(index, 1)[0].at;
  const unpaired = a.filter(one => {
    const index = left.findIndex(
      other => other.group === one.group && equal(one.at, other.at),
    );
    if (index >= 0) {
      pairs.push([one.at, take(index)]);
    }
    return index < 0;
  });
  for (const one of unpaired) {
    const index = left.findIndex(other => other.group === one.group);
    pairs.push([one.at, index < 0 ? -1 : take(index)]);
  }
  return [...pairs, ...left.map(({ at }): [number, number] => [-1, at])];
}
