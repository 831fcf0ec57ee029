import { NO_COMMAND } from './sshArguments';
import { SshTarget } from './SshTarget';

/** How the client ended. */
export interface SshEnd {
  /** Null when a signal ended it. */
  code: number | null;
  /** What it wrote, the end of it. */
  stderr: string;
}

/** Why a connection did not come up or went away, for who configures it. */
export function explainSshEnd(target: SshTarget, end: SshEnd): string {
  const { key, user, identityFile } = target;
  const where = `${target.host} port ${target.port ?? 22}`;
  const { stderr } = end;
  if (
    /HOST IDENTIFICATION HAS CHANGED|host key is known|Host key verification failed|Certificate invalid/i.test(
      stderr,
    )
  ) {
    const [, seen] = /(SHA256:[\w+/]{20,60})/.exec(stderr) ?? [];
    const pinned = target.hostKeys ? 'hostKeys' : 'knownHostsFile';
    return `${where} is not the machine that ${key}.${pinned} pins${
      seen ? `: its key is ${seen}` : ''
    }`;
  }
  if (/UNPROTECTED PRIVATE KEY|bad permissions/i.test(stderr)) {
    return `others may read ${identityFile}, so it is not used: ${key}.identityFile must belong to its owner alone (0600)`;
  }
  if (/no such identity|not accessible/i.test(stderr)) {
    return `${identityFile} cannot be read: ${key}.identityFile`;
  }
  if (/Permission denied \(|Too many authentication failures/i.test(stderr)) {
    return `${where} does not let ${user} in with the key of ${key}.identityFile`;
  }
  if (end.code === 127 || stderr.includes(NO_COMMAND)) {
    return `${where} has no forced command for the key of ${key}.identityFile, which may do too much there: see command= in authorized_keys`;
  }
  const said = stderr
    .split(/[^\x20-\x7e]+/)
    .map(line => line.trim())
    .filter(Boolean)
    .slice(-2)
    .join('; ')
    .slice(-300);
  return `${where} ended the connection${said ? `: ${said}` : ''}`;
}
