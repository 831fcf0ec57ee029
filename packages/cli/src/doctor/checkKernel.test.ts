import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningBird, startBird } from '@orion/lab';
import { checkKernel } from './checkKernel';

describe("doctor at a router's kernel", () => {
  const folder = mkdtempSync(join(tmpdir(), 'orion-doctor-'));
  let bird: RunningBird;
  const says = async (text: string) => {
    const socket = join(folder, 'kernel.sock');
    const server = createServer(client => client.end(text));
    await new Promise<void>(resolve => {
      server.listen(socket, resolve);
    });
    const finding = await checkKernel('gw1', { socket });
    await new Promise(resolve => {
      server.close(resolve);
    });
    return finding;
  };

  beforeAll(async () => {
    bird = await startBird();
  });
  afterAll(async () => {
    await bird?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that its routes come to their end', async () => {
    const { found, state } = await checkKernel('gw1', {
      socket: bird.kernelPath,
    });
    expect(state).toBe('ok');
    expect(found).toMatch(/ says its routes, \d{5,6} bytes$/);
  });

  it.each([
    ['0001 BIRD 2.0.12 ready.\n', 'that is not kernel-routes'],
    ['orion-kernel-routes 1\ninet\n[', 'it ended before everything was said'],
    ['', 'it ended before everything was said'],
  ])('refuses %j', async (text, message) => {
    expect(await says(text)).toMatchObject({
      state: 'failed',
      found: expect.stringContaining(message),
      remedy: expect.stringContaining('orion.bgp.routers.gw1.kernel.socket'),
    });
  });

  it('names the key of what is not there', async () => {
    const missing = { socket: join(folder, 'nobody.sock') };
    expect(await checkKernel('gw1', missing)).toMatchObject({
      state: 'failed',
      found: expect.stringContaining('ENOENT'),
    });
    const unpinned = {
      ssh: { host: 'gw1', user: 'orion-kernel', identityFile: '/etc/orion/k' },
    };
    expect(await checkKernel('gw1', unpinned)).toMatchObject({
      state: 'failed',
      found: expect.stringContaining(
        'orion.bgp.routers.gw1.kernel.ssh: give either hostKeys or knownHostsFile',
      ),
    });
  });
});
