import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { paths } from '../util/paths';
import { PORTAL_ROLE } from './portalRole';

const DATABASE = 'backstage_plugin_orion-changes';
/** PostgreSQL's deadlock_detected. */
const DEADLOCK = '40P01';
const MAX_TRIES = 5;

/**
 * Lets the portal's migrations alter the record's tables while it starts. Does
 * nothing before the first start, when there are none.
 */
export async function openRecord(adminUrl: string): Promise<void> {
  await inChanges(adminUrl, async client => {
    const { rows } = await client.query(
      `SELECT format('ALTER TABLE %s OWNER TO ${PORTAL_ROLE}', oid::regclass) AS sql
         FROM pg_class WHERE relkind = 'r' AND pg_get_userbyid(relowner) = 'orion_record'
       UNION ALL
       SELECT format('ALTER FUNCTION %s OWNER TO ${PORTAL_ROLE}', oid::regprocedure)
         FROM pg_proc WHERE pg_get_userbyid(proowner) = 'orion_record'`,
    );
    for (const { sql } of rows) {
      await client.query(sql);
    }
  });
}

/** From here on the portal may only add to the record and read it. */
export async function closeRecord(adminUrl: string): Promise<void> {
  const script = join(paths.root, 'infra/postgres/record-owner.sql');
  await inChanges(adminUrl, async client => {
    await client.query('SELECT set_config($1, $2, false)', [
      'orion.portal_role',
      PORTAL_ROLE,
    ]);
    await runUndisturbed(client, readFileSync(script, 'utf8'));
  });
}

/** The portal works meanwhile; whoever walks the record can be in the way once. */
async function runUndisturbed(client: Client, sql: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== DEADLOCK || tries >= MAX_TRIES) {
        throw error;
      }
    }
  }
}

async function inChanges(
  adminUrl: string,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  const client = new Client({ connectionString: url.toString() });
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') {
      return;
    }
    throw error;
  }
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
