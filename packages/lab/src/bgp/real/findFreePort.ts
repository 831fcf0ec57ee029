import { createServer } from 'node:net';

const FROM = 20_000;
const TO = 31_999;
const COUNT = TO - FROM + 1;

let next = Math.floor(Math.random() * COUNT);

/**
 * A TCP port nobody listens on, on any IPv4 address: BIRD takes all of them. It
 * lies below the range of outgoing connections, which could take it meanwhile,
 * and one process is not given it twice. Another process may be: who starts a
 * daemon on it looks whether it could listen.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = FROM + next;
    next = (next + 1) % COUNT;
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
