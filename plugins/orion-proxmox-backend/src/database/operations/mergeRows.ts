import { Knex } from 'knex';

/** How rows of an answer become rows of a table with a `cluster` column. */
export interface MergeTarget {
  table: string;
  /** Key columns beside `cluster`, with their SQL types. */
  keys: Record<string, string>;
  /** The other columns, with their SQL types. */
  columns: Record<string, string>;
  /** Columns of before that stay while a row is not `known`. */
  kept: string[];
  /** What a column begins with when a new row does not know it. */
  initial?: Record<string, string>;
  /** Columns people see: only a difference here counts as a change. */
  visible: string[];
}

/** `known`: the source had more to say than that the thing exists. */
export type MergeRow = Record<string, unknown> & { known: boolean };

/**
 * Inserts and updates rows in one statement, whatever their number.
 *
 * @returns how many rows differ in what people see.
 */
export async function mergeRows(
  trx: Knex.Transaction,
  target: MergeTarget,
  cluster: string,
  rows: MergeRow[],
): Promise<number> {
  if (rows.length === 0) {
    return 0;
  }
  const { table, kept, visible, initial = {} } = target;
  const keys = Object.keys(target.keys);
  const columns = Object.keys(target.columns);
  const types = Object.entries({ ...target.keys, ...target.columns });
  const list = (names: string[], prefix: string) =>
    names.map(name => `${prefix}"${name}"`).join(', ');
  const on = keys.map(key => `o."${key}" = i."${key}"`).join(' AND ');
  const values = columns.map(name =>
    kept.includes(name)
      ? `CASE WHEN i.known THEN i."${name}"
           ELSE coalesce(i."${name}", o."${name}", ${
          initial[name] ?? 'NULL'
        }) END AS "${name}"`
      : `i."${name}"`,
  );
  // All parts of the statement see the table as it was before.
  const { rows: answer } = await trx.raw(
    `WITH incoming AS (
       SELECT * FROM jsonb_to_recordset(:rows::jsonb)
         AS t (known boolean, ${types
           .map(([name, type]) => `"${name}" ${type}`)
           .join(', ')})
     ), merged AS (
       SELECT ${list(keys, 'i.')}, ${values.join(', ')}
       FROM incoming i LEFT JOIN ${table} o ON o.cluster = :cluster AND ${on}
     ), changed AS (
       SELECT 1 FROM merged i LEFT JOIN ${table} o ON o.cluster = :cluster AND ${on}
       WHERE o.cluster IS NULL
         OR (${list(visible, 'i.')}) IS DISTINCT FROM (${list(visible, 'o.')})
     ), written AS (
       INSERT INTO ${table} AS o (cluster, ${list([...keys, ...columns], '')})
       SELECT :cluster, ${list([...keys, ...columns], '')} FROM merged
       ON CONFLICT (cluster, ${list(keys, '')}) DO UPDATE
         SET ${columns.map(name => `"${name}" = excluded."${name}"`).join(', ')}
         WHERE (${list(columns, 'o.')}) IS DISTINCT FROM (${list(
      columns,
      'excluded.',
    )})
     )
     SELECT count(*)::int AS changed FROM changed`,
    { rows: JSON.stringify(rows), cluster },
  );
  return answer[0].changed;
}
