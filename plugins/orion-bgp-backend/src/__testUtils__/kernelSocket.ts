import { spawn } from 'node:child_process';
import { rmSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The role's program, as it is installed on a router. */
export const kernelRoutes = join(
  // eslint-disable-next-line no-restricted-syntax -- only tests call it
  __dirname,
  '../../../../infra/ansible/roles/bird2/files/kernel-routes',
);

/** A socket that answers each connection with what a command prints, as systemd's `Accept=yes` does. */
export async function serveCommand(command: string[]): Promise<{
  path: string;
  stop(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'orion-kernel-'));
  const path = join(folder, 'kernel.sock');
  const [program, ...args] = command;
  const server = createServer(socket => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.pipe(socket);
    socket.on('error', () => child.kill());
    socket.on('close', () => child.kill());
  });
  await new Promise<void>(resolve => {
    server.listen(path, resolve);
  });
  return {
    path,
    async stop() {
      await new Promise(resolve => {
        server.close(resolve);
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
