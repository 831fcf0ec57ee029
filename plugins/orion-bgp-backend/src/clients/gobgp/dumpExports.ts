import { ExportRecord, ReadOptions } from '../../routes/RouteSource';
import { unicast } from './familyNames';
import { GobgpClient } from './GobgpClient';
import { GobgpPath } from './gobgpMessages';
import { listNeighbors } from './listNeighbors';
import { PathReader } from './PathReader';

type Sink = (route: ExportRecord) => void | Promise<void>;

/** What goes out to one neighbor; nothing while it is down. */
export async function dumpExports(
  client: GobgpClient,
  options: ReadOptions & { session: string; sink: Sink },
): Promise<number> {
  const { signal, session, sink } = options;
  const neighbors = await listNeighbors(client, signal);
  const neighbor = neighbors.find(({ name }) => name === session);
  let count = 0;
  for (const family of neighbor?.families ?? []) {
    count += await dumpFamily(client, { family, session, signal, sink });
  }
  return count;
}

async function dumpFamily(
  client: GobgpClient,
  options: ReadOptions & { family: 4 | 6; session: string; sink: Sink },
): Promise<number> {
  const { family, session, signal, sink } = options;
  const reader = new PathReader(family);
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
  await client.listPaths(
    { table: 'TABLE_TYPE_ADJ_OUT', name: session, family: unicast[family] },
    {
      signal,
      onMessage: ({ destination }) => hand(destination?.paths ?? []),
    },
  );
  return count;
}
