import { execFileSync } from 'node:child_process';
import { findDaemon } from './findDaemon';
import { ForcedCommand, startForcedSshd } from './startForcedSshd';

/** A key and whom it opens; as the block `ssh` of a router's configuration. */
export interface RealSshPlace {
  host: string;
  port: number;
  user: string;
  identityFile: string;
  hostKeys: string[];
}

/** The ways the roles leave to a machine with BIRD and GoBGP, each with a key of its own. */
export interface RealAccess {
  /** `bird-readonly`. */
  read: RealSshPlace;
  /** `bird-sessions`. */
  sessions: RealSshPlace;
  /** `gobgp-guards`. */
  guards: RealSshPlace;
  /** `kernel-routes`, of a machine with routes of its own. */
  kernel?: RealSshPlace;
  stop(): Promise<void>;
}

/** Whether this machine has what the commands behind the keys need. */
export function canStartRealAccess(): boolean {
  try {
    execFileSync('python3', ['-V'], { stdio: 'ignore' });
    execFileSync('ssh', ['-V'], { stdio: 'ignore' });
    return findDaemon('sshd') !== undefined;
  } catch {
    return false;
  }
}

/**
 * Starts an SSH server for each.
 *
 * @param options.roles - Where the Ansible roles are.
 * @param options.bird - BIRD's control socket.
 * @param options.gobgp - The socket of GoBGP's API.
 * @param options.within - What starts a command on a machine of their own.
 */
export async function startRealAccess(options: {
  roles: string;
  bird: string;
  gobgp: string;
  within?: string[];
}): Promise<RealAccess> {
  const { bird, gobgp, roles, within } = options;
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(started.map(server => server.stop()));
  };
  const start = async (command: Omit<ForcedCommand, 'roles'>) => {
    const server = await startForcedSshd({ roles, ...command });
    started.push(server);
    const { port, user, identityFiles, hostKey } = server;
    return {
      ...{ host: '127.0.0.1', port, user },
      identityFile: identityFiles.ours,
      hostKeys: [hostKey],
    };
  };
  try {
    return {
      read: await start({ program: 'bird-readonly', socketPath: bird }),
      sessions: await start({ program: 'bird-sessions', socketPath: bird }),
      guards: await start({ program: 'gobgp-guards', socketPath: gobgp }),
      kernel: within && (await start({ program: 'kernel-routes', within })),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
