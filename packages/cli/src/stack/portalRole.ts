import { Client } from 'pg';

/** The portal's own role: it makes the plugins' databases, and is no superuser. */
export const PORTAL_ROLE = 'orion_portal';

/** Makes the role when it is missing; returns the server's URL for it. */
export async function provisionPortalRole(
  adminUrl: string,
  password: string,
): Promise<string> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      'SELECT 1 FROM pg_roles WHERE rolname = $1',
      [PORTAL_ROLE],
    );
    const rights = `LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`;
    await client.query(
      `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${PORTAL_ROLE} ${rights}`,
    );
    // For plugins that share this one, each in a schema of its own.
    await client.query(
      `GRANT CREATE ON DATABASE ${client.escapeIdentifier(
        client.database!,
      )} TO ${PORTAL_ROLE}`,
    );
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = PORTAL_ROLE;
  url.password = password;
  return url.toString();
}
