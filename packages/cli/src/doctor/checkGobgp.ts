import { readFileSync } from 'node:fs';
import { ClientHttp2Session, connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { GobgpSettings, RouterSettings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 5_000;
const OK = 0;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
/** The newer generation first: a proxy lets both through. */
const SERVICES = ['api.GoBgpService', 'apipb.GobgpApi'] as const;
/**
 * No session can be with the broadcast address, so GoBGP finds nothing to enable,
 * whoever asks: what it answers tells only whether it was let look. An empty
 * address would mean all sessions; this one is field 1 as gRPC writes it.
 */
const PROBE = (() => {
  const address = Buffer.from('255.255.255.255');
  return Buffer.concat([Buffer.from([0x0a, address.length]), address]);
})();

/** A router's GoBGP: does it answer, and what may ORION's way to it do. */
export async function checkGobgp(
  id: string,
  { gobgp, actions }: RouterSettings,
): Promise<Finding> {
  const subject = `router ${id}`;
  const key = `orion.bgp.routers.${id}.gobgp`;
  const { target = '', tls } = gobgp ?? {};
  const shared = sharedWith(gobgp, actions?.gobgp);
  if (shared) {
    return {
      state: 'failed',
      subject,
      found: `${target}: the ${shared} that reads is the one that acts`,
      remedy: `give orion.bgp.routers.${id}.actions.gobgp another one`,
    };
  }
  try {
    const { version, mayAct } = await look(gobgp!);
    const found = `GoBGP ${version} at ${target}`;
    const exposed = !tls && !target.startsWith('unix:') && !isLocal(target);
    if (!mayAct) {
      return exposed
        ? {
            state: 'warning',
            subject,
            found: `${found}, reads only, but in clear`,
            remedy: `give ${key}.tls`,
          }
        : { state: 'ok', subject, found: `${found}, reads only` };
    }
    return {
      state: exposed ? 'failed' : 'warning',
      subject,
      found: exposed
        ? `${target} in clear: whoever reaches it may alter the router`
        : `${found}; ORION's way to it may also alter the router`,
      remedy: exposed
        ? `give ${key}.tls, behind a proxy that lets only reads through`
        : `read through a proxy that lets Get, List and Watch pass and nothing else (infra/ansible/roles/gobgp), with a certificate of its own`,
    };
  } catch (error) {
    return {
      state: 'failed',
      subject,
      found: `${target}: ${(error as Error).message}`,
      remedy: `check ${key}`,
    };
  }
}

function sharedWith(
  reader: GobgpSettings | undefined,
  actor: GobgpSettings | undefined,
): string | undefined {
  const certificate = actor?.tls?.certFile;
  if (certificate && certificate === reader?.tls?.certFile) {
    return 'certificate';
  }
  return actor && actor.target === reader?.target && !certificate
    ? 'address'
    : undefined;
}

function isLocal(target: string): boolean {
  return /^(localhost|127\.|\[::1\]|::1)/.test(target);
}

/** @throws Error with what is wrong with the way there. */
async function look(
  gobgp: GobgpSettings,
): Promise<{ version: 3 | 4; mayAct: boolean }> {
  const session = open(gobgp);
  try {
    for (const service of SERVICES) {
      const read = await call(session, `/${service}/GetBgp`, Buffer.alloc(0));
      if (read === UNIMPLEMENTED) {
        continue;
      }
      if (read !== OK) {
        throw new Error(
          read === PERMISSION_DENIED
            ? 'it lets nobody read with this certificate'
            : `it answers with gRPC status ${read}`,
        );
      }
      const probe = await call(session, `/${service}/EnablePeer`, PROBE);
      const version = service === SERVICES[0] ? 4 : 3;
      return {
        version,
        mayAct: probe !== PERMISSION_DENIED && probe !== UNIMPLEMENTED,
      };
    }
    throw new Error('it is no GoBGP');
  } finally {
    session.destroy();
  }
}

function open({ target, tls }: GobgpSettings): ClientHttp2Session {
  const [, path] = /^unix:\/\/(.+)$/.exec(target) ?? [];
  const read = (file: string | undefined) =>
    file === undefined ? undefined : readFileSync(file);
  if (path) {
    return connect('http://localhost', {
      createConnection: () => connectSocket(path),
    });
  }
  return tls
    ? connect(`https://${target}`, {
        ca: read(tls.caFile),
        cert: read(tls.certFile),
        key: read(tls.keyFile),
      })
    : connect(`http://${target}`);
}

/** The gRPC status of one call; a proxy's 401 or 403 is a refusal. */
function call(
  session: ClientHttp2Session,
  path: string,
  message: Buffer,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error('it does not answer'));
      session.destroy();
    }, DEADLINE_MS);
    const end = (give: () => void) => {
      clearTimeout(late);
      give();
    };
    session.once('error', error => end(() => reject(error)));
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: unknown;
    let http = 0;
    stream.once('error', error => end(() => reject(error)));
    stream.once('response', headers => {
      http = Number(headers[':status']);
      status = headers['grpc-status'];
    });
    stream.once('trailers', trailers => {
      status = trailers['grpc-status'] ?? status;
    });
    stream.once('close', () =>
      end(() => {
        if (http === 401 || http === 403) {
          resolve(PERMISSION_DENIED);
        } else if (status === undefined) {
          reject(new Error(`it answers with HTTP status ${http || 'none'}`));
        } else {
          resolve(Number(status));
        }
      }),
    );
    stream.resume();
    // A frame of gRPC: not compressed, its length, the message.
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([frame, message]));
  });
}
