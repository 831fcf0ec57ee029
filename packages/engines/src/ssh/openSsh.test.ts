import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openSsh } from './openSsh';
import { NO_COMMAND } from './sshArguments';
import { SshTarget } from './SshTarget';

// The real client and server meet in the tests of BIRD behind sshd; here a
// script stands where the client does, to end in every way it can.
const target: SshTarget = {
  key: 'routers.gw1.bird.ssh',
  host: 'gw1',
  user: 'orion-bird',
  identityFile: '/etc/orion/gw1',
  hostKeys: ['ssh-ed25519 AAAA'],
};

describe('openSsh', () => {
  const path = process.env.PATH;
  let folder: string;
  const client = (script: string) =>
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`, {
      mode: 0o755,
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orion-ssh-test-'));
    process.env.PATH = `${folder}${delimiter}${path}`;
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the client nothing of the environment, and pins in a file', async () => {
    process.env.ORION_SSH_TEST = 'secret';
    client(
      // Read before it says anything: afterwards the file is gone.
      `all=$(env; printf '%s\\n' "$@"; cat "$(printf '%s\\n' "$@" | sed -n 's/^UserKnownHostsFile=//p')"); printf '%s\\n' "$all"; cat`,
    );
    const stream = await openSsh(target);
    let text = '';
    stream.on('data', data => (text += data));
    stream.end('bytes\n');
    await new Promise(resolve => stream.once('error', resolve));
    delete process.env.ORION_SSH_TEST;
    expect(text).not.toMatch(/secret/);
    expect(text).toMatch(/^orion-pinned-host ssh-ed25519 AAAA$/m);
    expect(text).toMatch(/^StrictHostKeyChecking=yes$/m);
    expect(text).toMatch(/^IdentityAgent=none$/m);
    expect(text.trimEnd().split('\n').at(-1)).toBe('bytes');
    expect(text).toContain(`\n--\ngw1\n${NO_COMMAND}\n`);
  });

  it.each<[string, RegExp]>([
    [
      'echo "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @" >&2; echo "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG." >&2; exit 255',
      /^gw1 port 22 is not the machine that routers\.gw1\.bird\.ssh\.hostKeys pins: its key is SHA256:abc/,
    ],
    [
      'echo "orion-bird@gw1: Permission denied (publickey)." >&2; exit 255',
      /^gw1 port 22 does not let orion-bird in with the key of routers\.gw1\.bird\.ssh\.identityFile$/,
    ],
    [
      `echo "sh: 1: ${NO_COMMAND}: not found" >&2; exit 127`,
      /has no forced command for the key/,
    ],
    [
      'printf "bird-readonly: \\033[31m/run/bird/bird.ctl: No such file\\n" >&2; exit 1',
      /^gw1 port 22 ended the connection: bird-readonly:; \[31m\/run\/bird\/bird\.ctl: No such file$/,
    ],
    ['exit 0', /^gw1 port 22 ended the connection$/],
    ['kill -9 $$', /^gw1 port 22 ended the connection$/],
  ])('says why it ended: %p', async (script, message) => {
    client(script);
    await expect(openSsh(target)).rejects.toThrow(message);
  });

  it('loses nothing of what was said before the end, whoever is slow to read it', async () => {
    const all = 'x'.repeat(100_000);
    client(`printf '%s' ${all}; echo "went away" >&2; exit 1`);
    const stream = await openSsh(target);
    await new Promise(resolve => setTimeout(resolve, 500));
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream) {
        text += chunk.toString('latin1');
      }
    })();
    await expect(reading).rejects.toThrow('ended the connection: went away');
    expect(text).toHaveLength(all.length);
  });

  it('caps what the client says', async () => {
    client('yes "no, no, no" | head -c 100000 >&2; exit 255');
    const error = await openSsh(target).catch(e => e);
    expect(error.message.length).toBeLessThan(400);
  });

  it('ends the client when nobody waits any more', async () => {
    client('exec sleep 600');
    const stop = new AbortController();
    const opening = openSsh(target, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(opening).rejects.toThrow('cancelled');
    await expect(openSsh(target, stop.signal)).rejects.toThrow(/abort/);
  });

  it('says that there is no client', async () => {
    process.env.PATH = folder;
    await expect(openSsh(target)).rejects.toThrow(
      'OpenSSH\'s client "ssh" is not installed: routers.gw1.bird.ssh',
    );
  });
});
