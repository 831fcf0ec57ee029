import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from './paths';

/** What this installation's parts prove themselves to each other with. */
export interface LabSecrets {
  postgresPassword: string;
  portalPassword: string;
  stateDatabasePassword: string;
  sessionSecret: string;
  oidcClientSecret: string;
  proxmoxReadSecret: string;
  proxmoxChangeSecret: string;
  netboxReadToken: string;
  netboxWriteToken: string;
  /** Static token of `orion verify`, restricted to reading checks. */
  verifyToken: string;
}

/** Made at the first start, kept with mode 0600, never shown. */
export function loadSecrets(): LabSecrets {
  mkdirSync(paths.secrets, { recursive: true, mode: 0o700 });
  makeKey('artifact.key', () => randomBytes(32).toString('base64'));
  makeKey('record.pem', () =>
    generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  );
  const file = join(paths.secrets, 'lab.json');
  const known = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LabSecrets>)
    : {};
  const secrets: LabSecrets = {
    postgresPassword: randomBytes(18).toString('hex'),
    portalPassword: randomBytes(18).toString('hex'),
    stateDatabasePassword: randomBytes(18).toString('hex'),
    sessionSecret: randomBytes(32).toString('hex'),
    oidcClientSecret: randomBytes(24).toString('hex'),
    proxmoxReadSecret: randomUUID(),
    proxmoxChangeSecret: randomUUID(),
    netboxReadToken: randomBytes(20).toString('hex'),
    netboxWriteToken: randomBytes(20).toString('hex'),
    verifyToken: randomBytes(24).toString('hex'),
    ...known,
  };
  writeFileSync(file, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  return secrets;
}

function makeKey(name: string, make: () => string): void {
  const file = join(paths.secrets, name);
  if (!existsSync(file)) {
    writeFileSync(file, make(), { mode: 0o600 });
  }
}
