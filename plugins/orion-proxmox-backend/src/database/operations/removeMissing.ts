import { Knex } from 'knex';

/**
 * Removes the rows of a cluster whose key is not among the given ones.
 *
 * @returns how many there were.
 */
export async function removeMissing(
  trx: Knex.Transaction,
  table: 'guests' | 'nodes' | 'storages',
  cluster: string,
  keys: Record<string, string>[] | Record<string, number>[],
): Promise<number> {
  const columns = {
    guests: 'vmid integer',
    nodes: 'name text',
    storages: 'node text, name text',
  };
  const match = {
    guests: 'k.vmid = t.vmid',
    nodes: 'k.name = t.name',
    storages: 'k.node = t.node AND k.name = t.name',
  };
  const { rowCount } = await trx.raw(
    `DELETE FROM ${table} AS t WHERE t.cluster = :cluster AND NOT EXISTS (
       SELECT 1 FROM jsonb_to_recordset(:keys::jsonb) AS k (${columns[table]})
       WHERE ${match[table]}
     )`,
    { cluster, keys: JSON.stringify(keys) },
  );
  return rowCount;
}
