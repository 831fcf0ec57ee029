import { PathRecord, PrefixKey, RouteSource } from '../../routes/RouteSource';
import { RibTable } from '../table/RibTable';

/** Asks for a few prefixes and takes what the router has of them into the table. */
export async function lookUp(
  table: RibTable,
  options: {
    source: RouteSource;
    prefixes: readonly PrefixKey[];
    signal: AbortSignal;
    onCut?(count: number): void;
  },
): Promise<void> {
  const { source, prefixes, signal, onCut } = options;
  const paths = new Map<string, PathRecord[]>();
  await source.lookupPaths?.({
    signal,
    prefixes,
    onCut,
    sink: path => {
      const key = prefixText(path);
      const list = paths.get(key) ?? [];
      list.push({
        ...path,
        address: path.address.slice(),
        attributes: path.attributes.slice(),
      });
      paths.set(key, list);
    },
  });
  for (const prefix of prefixes) {
    table.replace(prefix, paths.get(prefixText(prefix)) ?? []);
  }
}

/** Tells prefixes apart; IPv4 and IPv6 addresses differ in length. */
export function prefixText({
  address,
  length,
}: Pick<PrefixKey, 'address' | 'length'>): string {
  return `${address}/${length}`;
}
