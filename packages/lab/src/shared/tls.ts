import { X509Certificate, webcrypto } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** A server certificate and the private authority that signed it. */
export interface LabTls {
  /** PEM of the authority; clients trust this. */
  ca: string;
  /** Where `ca` lies on disk; undefined without a state folder. */
  caPath?: string;
  cert: string;
  key: string;
}

const algorithm = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
} as const;

const day = 24 * 60 * 60 * 1000;

/** Reads the simulator's authority and certificate from `stateDir`, or makes them. */
export async function loadTls(options: {
  stateDir?: string;
  name: string;
  hosts?: string[];
}): Promise<LabTls> {
  const hosts = options.hosts ?? ['localhost', '127.0.0.1', '::1'];
  const { stateDir } = options;
  if (!stateDir) {
    return await issue(options.name, hosts);
  }
  const paths = {
    ca: join(stateDir, 'ca.pem'),
    cert: join(stateDir, 'server.pem'),
    key: join(stateDir, 'server-key.pem'),
  };
  if (Object.values(paths).every(path => existsSync(path))) {
    const stored = {
      ca: readFileSync(paths.ca, 'utf8'),
      caPath: paths.ca,
      cert: readFileSync(paths.cert, 'utf8'),
      key: readFileSync(paths.key, 'utf8'),
    };
    if (stillGood(stored, hosts)) {
      return stored;
    }
  }
  mkdirSync(stateDir, { recursive: true });
  const made = await issue(options.name, hosts);
  writeFileSync(paths.ca, made.ca);
  writeFileSync(paths.cert, made.cert);
  writeFileSync(paths.key, made.key, { mode: 0o600 });
  // The mode above counts for new files only.
  chmodSync(paths.key, 0o600);
  return { ...made, caPath: paths.ca };
}

function stillGood(tls: LabTls, hosts: string[]): boolean {
  const leaf = new X509Certificate(tls.cert);
  const covers = hosts.every(host =>
    isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host),
  );
  return covers && Date.parse(leaf.validTo) - Date.now() > 30 * day;
}

async function issue(name: string, hosts: string[]): Promise<LabTls> {
  const provider = webcrypto as unknown as Crypto;
  x509.cryptoProvider.set(provider);
  const authority = await provider.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]);
  const leafKeys = await provider.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]);
  const notBefore = new Date(Date.now() - day);
  const notAfter = new Date(Date.now() + 3650 * day);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name} CA, O=ORION lab`,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${hosts[0]}, O=ORION lab`,
    issuer: ca.subject,
    notBefore,
    // Several TLS stacks refuse leaves that live longer than 825 days.
    notAfter: new Date(Date.now() + 820 * day),
    signingAlgorithm: algorithm,
    publicKey: leafKeys.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map(host => ({
          type: isIP(host) ? ('ip' as const) : ('dns' as const),
          value: host,
        })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const pkcs8 = await provider.subtle.exportKey('pkcs8', leafKeys.privateKey);
  return {
    ca: `${ca.toString('pem')}\n`,
    cert: `${leaf.toString('pem')}\n`,
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
}

function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(15));
  return `01${Buffer.from(bytes).toString('hex')}`;
}
