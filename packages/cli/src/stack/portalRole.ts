import { Client } from 'pg';
import { upsertRole } from './upsertRole';

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
    await upsertRole(client, PORTAL_ROLE, { password, rights: 'CREATEDB' });
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
