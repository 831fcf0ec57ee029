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
    /** Its paths are others than the table had. */
    onMoved?(prefix: PrefixKey): void;
  },
): Promise<void> {
  const { source, prefixes, signal, onCut, onMoved } = options;
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
    if (table.replace(prefix, paths.get(prefixText(prefix)) ?? [])) {
      onMoved?.(prefix);
    }
  }
}

/** Tells prefixes apart; IPv4 and IPv6 addresses differ in length. */
export function prefixText({
  address,
  length,
}: Pick<PrefixKey, 'address' | 'length'>): string {
  return `${address}/${length}`;
}
