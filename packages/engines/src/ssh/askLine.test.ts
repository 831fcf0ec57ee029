import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { askLine } from './askLine';
import { openSsh } from './openSsh';

// A script stands where OpenSSH's client does.
const target = {
  key: 'routers.gw2.guard.ssh',
  host: 'gw2',
  user: 'orion',
  identityFile: '/etc/orion/gw2',
  hostKeys: ['ssh-ed25519 AAAA'],
};

describe('askLine', () => {
  const path = process.env.PATH;
  let folder: string;
  const ask = async (script: string, line = 'question', ms = 5_000) => {
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`, {
      mode: 0o755,
    });
    const signal = AbortSignal.timeout(ms);
    return askLine(await openSsh(target, signal), line, signal);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orion-ssh-test-'));
    process.env.PATH = `${folder}${delimiter}${path}`;
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes the line after the greeting, however it is cut', async () => {
    expect(
      await ask('printf "hel"; sleep 0.1; printf "lo\\n"; read a; echo "<$a>"'),
    ).toBe('<question>');
    expect(
      await ask('printf "hello\\n00"; sleep 0.1; printf "00 yes\\nmore\\n"'),
    ).toBe('0000 yes');
  });

  it.each([
    ['echo hello', /ended the connection/],
    ['echo hello; printf "half an answer"', /ended the connection/],
    ['yes | tr -d "\\n" | head -c 100000; sleep 9', /says more than a line/],
  ])('wants a whole answer: %j', async (script, message) => {
    await expect(ask(script)).rejects.toThrow(message);
  });

  it('does not wait for ever', async () => {
    await expect(
      ask('echo hello; exec sleep 60', 'question', 500),
    ).rejects.toThrow('it does not answer');
  });

  it('says one line', async () => {
    await expect(ask('echo hello; cat', 'one\ntwo')).rejects.toThrow(
      /more than a line/,
    );
  });
});
