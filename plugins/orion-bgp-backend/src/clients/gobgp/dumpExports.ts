import { formatPrefix } from '../../routes/addresses';
import {
  ExportRecord,
  PrefixKey,
  ReadOptions,
  SentRecord,
} from '../../routes/RouteSource';
import { unicast } from './familyNames';
import { GobgpClient } from './GobgpClient';
import { GobgpPath } from './gobgpMessages';
import { listNeighbors } from './listNeighbors';
import { PathNames } from './PathNames';
import { PathReader } from './PathReader';

type Sink = (route: ExportRecord) => void | Promise<void>;

interface ListOptions extends ReadOptions {
  session: string;
  /** While gobgpd makes a list it answers nobody else. */
  whileListing<T>(work: () => Promise<T>): Promise<T>;
}

/** What goes out to one neighbor; nothing while it is down. */
export async function dumpExports(
  client: GobgpClient,
  options: ListOptions & { sink: Sink },
): Promise<number> {
  const { signal, session, sink, whileListing } = options;
  const { up, names } = await listNeighbors(client, signal);
  const neighbor = up.find(({ name }) => name === session);
  let count = 0;
  for (const family of neighbor?.families ?? []) {
    const list = { family, session, signal, sink, names, whileListing };
    count += await dumpFamily(client, list);
  }
  return count;
}

/** How one neighbor is told of a few prefixes; nothing while it is down. */
export async function lookupExports(
  client: GobgpClient,
  options: ListOptions & {
    prefixes: readonly PrefixKey[];
    sink(route: SentRecord): void;
  },
): Promise<number> {
  const { prefixes, session, signal, sink, whileListing } = options;
  const { up, names } = await listNeighbors(client, signal);
  const { families = [] } = up.find(({ name }) => name === session) ?? {};
  let count = 0;
  for (const family of families) {
    const wanted = prefixes
      .filter(prefix => prefix.family === family)
      .map(({ address, length }) => formatPrefix(address, length));
    if (wanted.length > 0) {
      count += await dumpFamily(client, {
        ...{ family, session, signal, names, whileListing },
        prefixes: [...new Set(wanted)],
        sink: ({ address, attributes = new Uint8Array(), length }) =>
          sink({
            ...{ family, length, asSent: true },
            address: address.slice(),
            attributes: attributes.slice(),
          }),
      });
    }
  }
  return count;
}

async function dumpFamily(
  client: GobgpClient,
  options: ListOptions & {
    family: 4 | 6;
    names: PathNames;
    /** All without. */
    prefixes?: string[];
    sink: Sink;
  },
): Promise<number> {
  const { family, names, prefixes, session, signal, sink, whileListing } =
    options;
  const reader = new PathReader(family, [], names.nameOf);
  let count = 0;
  const hand = async (paths: GobgpPath[]) => {
    for (const path of paths) {
      const record = path.send_max_filtered ? undefined : reader.read(path);
      if (record) {
        const { address, length, attributes, session: from } = record;
        count++;
        await sink({ family, address, length, attributes, from });
      }
    }
  };
  await whileListing(() =>
    client.listPaths(
      {
        table: 'TABLE_TYPE_ADJ_OUT',
        name: session,
        family: unicast[family],
        prefixes,
      },
      {
        signal,
        onMessage: ({ destination }) => hand(destination?.paths ?? []),
      },
    ),
  );
  return count;
}
