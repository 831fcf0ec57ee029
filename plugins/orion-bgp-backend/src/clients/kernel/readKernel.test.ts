import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KernelRoute } from './KernelRoute';
import { readKernel } from './readKernel';

describe('readKernel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orion-kernel-'));
  const socket = join(folder, 'kernel.sock');
  let server: Server;
  let serve: (socket: Socket) => void;
  const read = async (deadlineMs?: number, signal?: AbortSignal) => {
    const routes: KernelRoute[] = [];
    const { bootedAt } = await readKernel(
      { socket },
      {
        signal: signal ?? new AbortController().signal,
        maxRoutes: 10,
        sink: route => routes.push(route),
        deadlineMs,
      },
    );
    return { bootedAt, routes };
  };
  const whole =
    'orion-kernel-routes 1\nbtime 7\ninet\n[{"dst":"default","gateway":"192.0.2.1"}]\n\ninet6\n[]\n\nend\n';

  beforeAll(async () => {
    server = createServer(client => {
      client.on('error', () => {});
      serve(client);
    });
    await new Promise<void>(resolve => {
      server.listen(socket, resolve);
    });
  });
  afterAll(async () => {
    await new Promise(resolve => {
      server.close(resolve);
    });
    rmSync(folder, { recursive: true });
  });

  it('reads everything, and leaves', async () => {
    let left = false;
    serve = client => {
      client.on('close', () => (left = true));
      // Kept open: the end is said, and not a connection that closes.
      client.write(whole);
    };
    const { bootedAt, routes } = await read();
    expect(bootedAt).toBe(7);
    expect(routes).toHaveLength(1);
    await new Promise(resolve => {
      setTimeout(resolve, 100);
    });
    expect(left).toBe(true);
  });

  it('takes nothing that ends before the end', async () => {
    serve = client => client.end(whole.slice(0, -4));
    await expect(read()).rejects.toThrow('ended before everything was said');
  });

  it('waits no longer than its deadline, or than somebody waits for it', async () => {
    serve = client => client.write(whole.slice(0, 60));
    await expect(read(200)).rejects.toThrow('needed more than 0.2 s');
    await expect(read(60_000, AbortSignal.timeout(200))).rejects.toThrow();
    await expect(read(60_000, AbortSignal.abort())).rejects.toThrow();
  });

  it('stops whoever says too much', async () => {
    const route = '{"dst":"default","gateway":"192.0.2.1"},';
    serve = client => {
      client.write('orion-kernel-routes 1\ninet\n[');
      const more = () => {
        while (client.write(route.repeat(100))) {
          // Until its buffer is full.
        }
      };
      client.on('drain', more);
      more();
    };
    await expect(read()).rejects.toThrow('more than 10 routes');
  });
});
