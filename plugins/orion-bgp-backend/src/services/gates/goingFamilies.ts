import { GateFacts } from './GateFacts';

/** Address families that are up, on the router in service, over what goes over. */
export function goingFamilies({
  from,
  neighbors,
  waiting,
}: Pick<GateFacts, 'from' | 'neighbors' | 'waiting'>): string[] {
  const names = new Set([...neighbors, ...waiting].map(one => one.from));
  const families = from.sessions
    .filter(({ name }) => names.has(name))
    .flatMap(session => session.families.filter(({ up }) => up))
    .map(({ family }) => family);
  return [...new Set(families)];
}
