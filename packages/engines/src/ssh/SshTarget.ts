/** An account on a machine whose forced command is to be talked to. @public */
export interface SshTarget {
  /** Names the block of configuration in messages. */
  key: string;
  host: string;
  /** Default: 22. */
  port?: number;
  user: string;
  /** Private key without a passphrase; OpenSSH reads it, this process never does. */
  identityFile: string;
  /** Public keys of the machine, `ssh-ed25519 AAAA…`: none but these is believed. */
  hostKeys?: string[];
  /** Instead of `hostKeys`: a file in the form of `known_hosts`. */
  knownHostsFile?: string;
}

/** The block of configuration as it was written, see {@link SshTarget}. @public */
export interface SshSettings {
  host?: unknown;
  port?: unknown;
  user?: unknown;
  identityFile?: unknown;
  hostKeys?: unknown;
  knownHostsFile?: unknown;
}

const KEY_TYPES =
  /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com|ssh-rsa)$/;

/**
 * Checks a block of configuration. Everything in it becomes an argument of
 * OpenSSH or a line of a file for it, so nothing in it may be read as more than
 * one. Throws an `Error` that names the wrong key.
 *
 * @public
 */
export function readSshTarget(key: string, settings: SshSettings): SshTarget {
  const { hostKeys, knownHostsFile, port } = settings;
  if (hostKeys === undefined ? knownHostsFile === undefined : knownHostsFile) {
    throw new Error(
      `${key}: give either hostKeys or knownHostsFile; a machine whose key is not pinned is not asked`,
    );
  }
  if (
    port !== undefined &&
    !(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536)
  ) {
    throw new Error(`${key}.port: ${port} is no port`);
  }
  const text = (name: 'host' | 'user', pattern: RegExp) => {
    const value = settings[name];
    if (typeof value !== 'string' || !pattern.test(value)) {
      throw new Error(
        `${key}.${name}: ${quote(value)} is no name of a ${name}`,
      );
    }
    return value;
  };
  return {
    key,
    host: text(
      'host',
      /^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}(%[A-Za-z0-9._-]+)?$/,
    ),
    port: port as number | undefined,
    user: text('user', /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/),
    identityFile: readPath(`${key}.identityFile`, settings.identityFile),
    hostKeys:
      hostKeys === undefined
        ? undefined
        : readHostKeys(`${key}.hostKeys`, hostKeys),
    knownHostsFile:
      knownHostsFile === undefined
        ? undefined
        : readPath(`${key}.knownHostsFile`, knownHostsFile),
  };
}

function readPath(key: string, value: unknown): string {
  // OpenSSH expands `%` and `~` in paths and ends them at spaces.
  if (typeof value !== 'string' || !/^\/[^\s"'%~$\\]+$/.test(value)) {
    throw new Error(
      `${key}: ${quote(
        value,
      )} is no absolute path without spaces, quotation marks, %, ~, $ and \\`,
    );
  }
  return value;
}

function readHostKeys(key: string, value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error(`${key}: give at least one public key of the machine`);
  }
  return value.map((line: unknown, index) => {
    const [type = '', blob = ''] =
      typeof line === 'string' ? line.trim().split(/[ \t]+/) : [];
    const bytes = Buffer.from(blob, 'base64');
    // The type stands once more within the key, after its length.
    const inner = bytes.subarray(4, 4 + type.length).toString('latin1');
    if (!KEY_TYPES.test(type) || inner !== type || !/^[\w+/]+=*$/.test(blob)) {
      throw new Error(
        `${key}[${index}]: this is no public key such as "ssh-ed25519 AAAA…"; ssh-keyscan prints them`,
      );
    }
    return `${type} ${blob}`;
  });
}

function quote(value: unknown): string {
  return value === undefined ? 'nothing' : `"${String(value).slice(0, 64)}"`;
}
