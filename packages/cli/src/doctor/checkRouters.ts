import { connect, Socket } from 'node:net';
import { checkAnsible } from './checkAnsible';
import { checkBird } from './checkBird';
import { checkKernel } from './checkKernel';
import { RouterSettings, Settings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 5_000;

/** Every configured router: does its daemon answer, and what may ORION's way to it do. */
export async function checkRouters(settings: Settings): Promise<Finding[]> {
  const routers = Object.entries(settings.orion?.bgp?.routers ?? {});
  return Promise.all(
    routers.flatMap(([id, router]) => [
      router.bird ? checkBird(id, router) : checkGobgp(id, router.gobgp),
      ...(router.kernel ? [checkKernel(id, router.kernel)] : []),
      ...(router.ansible ? [checkAnsible(id, router.ansible)] : []),
    ]),
  );
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
