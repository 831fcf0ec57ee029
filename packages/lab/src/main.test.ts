import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const run = (args: string[]) =>
  spawn(
    process.execPath,
    ['-r', '@backstage/cli/config/nodeTransform.cjs', 'src/main.ts', ...args],
    // The transform decides by NODE_ENV, which Jest has set for itself.
    {
      cwd: resolve(__dirname, '..'),
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );

it('prints where it listens and stops cleanly on a signal', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'orion-lab-'));
  const child = run([
    'start',
    'proxmox',
    ...['--port', '0', '--control-port', '0', '--state-dir', stateDir],
  ]);
  const line = await new Promise<string>(done => {
    child.stdout.once('data', data => done(String(data)));
  });
  const started = JSON.parse(line);
  expect(started).toMatchObject({
    name: 'proxmox',
    url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    caPath: join(stateDir, 'ca.pem'),
    tokensPath: join(stateDir, 'tokens.json'),
  });
  const faults = await fetch(`${started.controlUrl}/faults`);
  expect(await faults.json()).toEqual({});
  const code = new Promise(done => {
    child.once('exit', done);
  });
  child.kill('SIGTERM');
  expect(await code).toBe(0);
  const snapshot = readFileSync(join(stateDir, 'proxmox.json'), 'utf8');
  expect(JSON.parse(snapshot).name).toBe('r730');
  rmSync(stateDir, { recursive: true });
});

it('starts a simulator that has a socket instead of a port', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'orion-lab-'));
  const path = join(stateDir, 'gw1.ctl');
  const child = run(['start', 'bird', '--path', path, '--state-dir', stateDir]);
  const line = await new Promise<string>(done => {
    child.stdout.once('data', data => done(String(data)));
  });
  expect(JSON.parse(line)).toMatchObject({ name: 'bird', url: `unix:${path}` });
  const code = new Promise(done => {
    child.once('exit', done);
  });
  child.kill('SIGTERM');
  expect(await code).toBe(0);
  rmSync(stateDir, { recursive: true });
});

it('tells how it is used', async () => {
  const child = run(['start', 'toaster']);
  const text = await new Promise<string>(done => {
    child.stderr.once('data', data => done(String(data)));
  });
  expect(text).toContain(
    'usage: start <proxmox|netbox|oidc|bird|gobgp|validator>',
  );
});
