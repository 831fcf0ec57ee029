import { Client } from 'pg';

/** Makes a role that may sign in, or gives the one that is there this password and these rights. */
export async function upsertRole(
  client: Client,
  role: string,
  options: { password: string; rights?: string },
): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM pg_roles WHERE rolname = $1',
    [role],
  );
  const { password, rights = '' } = options;
  await client.query(
    `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${client.escapeIdentifier(role)}
       LOGIN ${rights} PASSWORD ${client.escapeLiteral(password)}`,
  );
}
