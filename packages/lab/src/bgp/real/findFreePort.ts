import { createServer } from 'node:net';

const FROM = 22_000;
const TO = 22_999;

/**
 * A TCP port nobody listens on, on any IPv4 address: BIRD takes all of them. It
 * lies below the range of outgoing connections, which could take it meanwhile.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM + 1));
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no free port between ${FROM} and ${TO}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}
