import { connect, Socket } from 'node:net';
import { RouterSettings, Settings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 5_000;
/** Answer to a command a restricted connection may not give. */
const DENIED = '8007';
/** Reads nothing and alters nothing: an unknown session cannot be enabled. */
const PROBE = 'enable orion_doctor_probe\n';

/** Every configured router: does its daemon answer, and what may ORION's way to it do. */
export async function checkRouters(settings: Settings): Promise<Finding[]> {
  const routers = Object.entries(settings.orion?.bgp?.routers ?? {});
  return Promise.all(
    routers.map(([id, router]) =>
      router.bird
        ? checkBird(id, router.bird.socket)
        : checkGobgp(id, router.gobgp),
    ),
  );
}

async function checkBird(id: string, path: string): Promise<Finding> {
  const subject = `router ${id}`;
  try {
    const { greeting, answer } = await askBird(path);
    return answer.startsWith(DENIED)
      ? { state: 'ok', subject, found: `${greeting}, socket reads only` }
      : {
          state: 'warning',
          subject,
          found: `${greeting}; this socket may also alter the router, ORION restricts its own connections`,
          remedy:
            'give ORION a socket of its own: cli "<path>" { restrict }; (BIRD 2.16 and later)',
        };
  } catch (error) {
    return {
      state: 'failed',
      subject,
      found: `${path}: ${(error as Error).message}`,
      remedy: `check orion.bgp.routers.${id}.bird.socket and who may open it`,
    };
  }
}

/** The greeting, and what the daemon says to a command that needs rights. */
async function askBird(
  path: string,
): Promise<{ greeting: string; answer: string }> {
  const socket = await open({ path });
  let text = '';
  const line = (start: number) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const end = text.indexOf('\n', start);
        if (end >= 0) {
          resolve(text.slice(start, end));
        }
      };
      socket.on('data', look);
      socket.once('close', () => reject(new Error('it closed the connection')));
      socket.once('timeout', () => reject(new Error('it does not answer')));
      look();
    });
  socket.setEncoding('utf8');
  socket.on('data', chunk => {
    text += chunk;
  });
  try {
    const first = await line(0);
    socket.write(PROBE);
    const answer = await line(first.length + 1);
    return { greeting: first.slice(5).replace(/ ready\.$/, ''), answer };
  } finally {
    socket.destroy();
  }
}

async function checkGobgp(
  id: string,
  gobgp: RouterSettings['gobgp'],
): Promise<Finding> {
  const subject = `router ${id}`;
  const target = gobgp?.target ?? '';
  const [, path] = /^unix:\/\/(.+)$/.exec(target) ?? [];
  const [, host, port] = /^(.+):(\d+)$/.exec(target) ?? [];
  const clear = !path && !gobgp?.tls;
  const local = /^(localhost|127\.|\[?::1\]?$)/.test(host ?? '');
  try {
    const socket = await open(path ? { path } : { host, port: Number(port) });
    socket.destroy();
    return clear && !local
      ? {
          state: 'failed',
          subject,
          found: `${target} in clear: whoever reaches it may alter the router`,
          remedy: `give orion.bgp.routers.${id}.gobgp.tls, behind a proxy that lets only reads through`,
        }
      : { state: 'ok', subject, found: `GoBGP at ${target}` };
  } catch (error) {
    return {
      state: 'failed',
      subject,
      found: `${target}: ${(error as Error).message}`,
      remedy: `check orion.bgp.routers.${id}.gobgp.target`,
    };
  }
}

function open(
  where: { path: string } | { host: string; port: number },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(where);
    socket.setTimeout(DEADLINE_MS);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.once('timeout', () => {
      socket.destroy();
      reject(new Error('it does not answer'));
    });
  });
}
