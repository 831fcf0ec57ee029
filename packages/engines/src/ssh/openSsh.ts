import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { explainSshEnd } from './explainSshEnd';
import { HOST_KEY_ALIAS, sshArguments } from './sshArguments';
import { SshStream } from './SshStream';
import { SshTarget } from './SshTarget';

/**
 * Connects to the forced command of an SSH key with the system's OpenSSH client
 * and resolves once the far side said something. Rejects with the reason in
 * words that name the configuration; a signal that aborts ends the client.
 *
 * @public
 */
export async function openSsh(
  target: SshTarget,
  signal?: AbortSignal,
): Promise<Duplex> {
  const pins = await writePins(target);
  let stream: Duplex;
  try {
    stream = await connect(target, pins.file, signal);
  } finally {
    await pins.remove();
  }
  if (stream.errored) {
    throw stream.errored;
  }
  return stream;
}

function connect(
  target: SshTarget,
  knownHosts: string,
  signal?: AbortSignal,
): Promise<Duplex> {
  signal?.throwIfAborted();
  const child = spawn('ssh', sshArguments(target, knownHosts), {
    stdio: 'pipe',
    // Nothing of the portal's: its environment holds secrets.
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
  });
  const stream = new SshStream(child, (code, stderr) =>
    explainSshEnd(target, { code, stderr }),
  );
  return new Promise<Duplex>((resolve, reject) => {
    const abort = () => stream.destroy(new Error('cancelled'));
    const settle = () => {
      signal?.removeEventListener('abort', abort);
      stream.off('readable', ready);
      stream.off('error', fail);
    };
    function fail(error: NodeJS.ErrnoException) {
      settle();
      reject(
        error.code === 'ENOENT'
          ? new Error(`OpenSSH's client "ssh" is not installed: ${target.key}`)
          : error,
      );
    }
    function ready() {
      // Also the end of a stream without anything in it is "readable".
      if (stream.readableLength > 0) {
        settle();
        resolve(stream);
      }
    }
    signal?.addEventListener('abort', abort, { once: true });
    stream.on('readable', ready);
    stream.once('error', fail);
    // It may end before anybody listens; an error without a listener ends the process.
    stream.on('error', () => {});
  });
}

/** A file with the pinned keys, where the configuration names none. */
async function writePins({ hostKeys, knownHostsFile }: SshTarget) {
  if (!hostKeys) {
    return { file: knownHostsFile!, remove: async () => {} };
  }
  const dir = await mkdtemp(join(tmpdir(), 'orion-ssh-'));
  const file = join(dir, 'known_hosts');
  const lines = hostKeys.map(hostKey => `${HOST_KEY_ALIAS} ${hostKey}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  return { file, remove: () => rm(dir, { recursive: true, force: true }) };
}
