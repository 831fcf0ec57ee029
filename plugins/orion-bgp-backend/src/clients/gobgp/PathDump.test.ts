import { RunningGobgp, startGobgp } from '@orion/lab';
import { formatPrefix } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { GobgpClient } from './GobgpClient';
import { GobgpConnection } from './GobgpConnection';
import { listNeighbors, Neighbors } from './listNeighbors';
import { PathDump } from './PathDump';
import { copyRecord } from './PathReader';

const { signal } = new AbortController();

/** As with route server clients alone: the global table has no path at all. */
describe('PathDump of neighbors that are in no global table', () => {
  let gobgp: RunningGobgp;
  let connection: GobgpConnection;
  let client: GobgpClient;
  let neighbors: Neighbors;
  const read = async (
    run: (dump: PathDump) => Promise<number>,
  ): Promise<PathRecord[]> => {
    const records: PathRecord[] = [];
    const sink = (record: PathRecord) => void records.push(copyRecord(record));
    const deps = { client, family: 6, signal, sink, neighbors } as const;
    const dump = new PathDump(deps);
    expect(await run(dump)).toBe(records.length);
    return records;
  };
  const prefixOf = ({ address, length }: PathRecord) =>
    formatPrefix(address, length);

  beforeAll(async () => {
    gobgp = await startGobgp({ port: 0, connectMs: 50 });
    connection = new GobgpConnection(
      { router: 'edge1', address: gobgp.target },
      {},
    );
    client = new GobgpClient(connection);
    const { up, names } = await listNeighbors(client, signal);
    neighbors = {
      up: up.map(neighbor => ({ ...neighbor, isSeparate: true })),
      names,
    };
    const listPaths = client.listPaths.bind(client);
    client.listPaths = async (query, options) =>
      query.table === 'TABLE_TYPE_GLOBAL'
        ? undefined
        : listPaths(query, options);
  });

  afterAll(async () => {
    connection?.close();
    await gobgp?.stop();
  });

  it('says of their paths that they came, and not what became of them', async () => {
    const records = await read(dump => dump.run());
    expect(records.length).toBeGreaterThan(0);
    expect(new Set(records.map(({ flags }) => flags))).toEqual(
      new Set([PathFlag.received]),
    );
    const some = [...new Set(records.slice(0, 3).map(prefixOf))];
    const found = await read(dump => dump.lookUp(some));
    expect(new Set(found.map(prefixOf))).toEqual(new Set(some));
    expect(found.every(({ flags }) => flags === PathFlag.received)).toBe(true);
  });
});
