import { createServer } from 'node:net';

const FROM = 22_000;
const TO = 22_999;

/**
 * A TCP port nobody listens on, for a daemon that cannot take port 0. It lies
 * below the range of outgoing connections, which could take it meanwhile.
 */
export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM + 1));
    if (await isFree(host, port)) {
      return port;
    }
  }
  throw new Error(`no free port between ${FROM} and ${TO} on ${host}`);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
