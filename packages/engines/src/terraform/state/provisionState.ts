import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { StateBase } from './StateStore';

// Any fixed pair: two-key locks are apart from Terraform's one-key ones, which
// are the row id and -1.
const PROVISION_LOCK = [0x4f52494f, 1];

const emptyState = (lineage: string) =>
  JSON.stringify({
    version: 4,
    // Any engine may read a state of an older version.
    terraform_version: '1.0.0',
    serial: 0,
    lineage,
    outputs: {},
    resources: [],
    check_results: null,
  });

/**
 * Creates what Terraform's pg backend would, in its own words, plus the row it
 * would only create under a database-wide lock. Runs in the caller's
 * transaction; `CREATE ... IF NOT EXISTS` alone is not safe when raced.
 */
export async function provisionState(
  client: Client,
  schema: string,
): Promise<StateBase> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', PROVISION_LOCK);
  const known = await client.query(
    'SELECT to_regclass($1) AS states, to_regclass($2) AS sequence',
    [`${schema}.states`, 'public.global_states_id_seq'],
  );
  if (!known.rows[0].sequence) {
    await client.query(
      'CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint',
    );
  }
  if (!known.rows[0].states) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(
      `CREATE TABLE ${schema}.states (
        id bigint NOT NULL DEFAULT nextval('public.global_states_id_seq') PRIMARY KEY,
        name text UNIQUE,
        data text
      )`,
    );
  }
  await client.query(
    `CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON ${schema}.states (name)`,
  );
  await client.query(
    `INSERT INTO ${schema}.states (name, data) VALUES ('default', $1)
     ON CONFLICT (name) DO NOTHING`,
    [emptyState(randomUUID())],
  );
  const stored = await client.query(
    `SELECT data FROM ${schema}.states WHERE name = 'default'`,
  );
  const { lineage, serial } = JSON.parse(stored.rows[0].data);
  return { lineage, serial };
}
