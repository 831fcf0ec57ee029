import {
  ClientHttp2Session,
  connect,
  createServer,
  IncomingHttpHeaders,
  IncomingHttpStatusHeader,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import { AddressInfo, connect as connectSocket } from 'node:net';

/** What only asks, of either generation. */
const READS =
  /^\/(api\.GoBgpService|apipb\.GobgpApi)\/(Get|List|Watch)[A-Za-z]+$/;
const PERMISSION_DENIED = 7;
const UNAVAILABLE = 14;
const END_STREAM = 1;

/** A second way to a gobgpd, which only reads. */
export interface ReadOnlyGobgp {
  /** `127.0.0.1:port`. */
  readonly target: string;
  /** May be called twice. */
  stop(): Promise<void>;
}

/** One connection to gobgpd, opened anew when the last one ended. */
class Upstream {
  readonly #target: string;
  #session: ClientHttp2Session | undefined;

  constructor(target: string) {
    this.#target = target;
  }

  session(): ClientHttp2Session {
    if (!this.#session || this.#session.closed || this.#session.destroyed) {
      const [, path] = /^unix:\/\/(.+)$/.exec(this.#target) ?? [];
      this.#session = path
        ? connect('http://localhost', {
            createConnection: () => connectSocket(path),
          })
        : connect(`http://${this.#target}`);
      this.#session.on('error', () => {});
    }
    return this.#session;
  }

  close(): void {
    this.#session?.destroy();
  }
}

/**
 * A proxy that lets the methods of a reader through and refuses all others, as
 * the one before a real gobgpd does: gobgpd itself lets everybody do everything.
 */
export async function startReadOnlyGobgp(options: {
  /** `host:port` or `unix:///path` of gobgpd, in clear. */
  target: string;
}): Promise<ReadOnlyGobgp> {
  const upstream = new Upstream(options.target);
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', session => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    if (READS.test(String(headers[':path']))) {
      pass(stream, headers, upstream);
    } else {
      refuse(stream, PERMISSION_DENIED, 'this way only reads');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    target: `127.0.0.1:${port}`,
    stop: async () => {
      upstream.close();
      sessions.forEach(session => session.destroy());
      await new Promise<void>(resolve => {
        server.close(() => resolve());
      });
    },
  };
}

function pass(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  upstream: Upstream,
): void {
  const call = upstream.session().request({
    ':method': 'POST',
    ':path': String(headers[':path']),
    'content-type': headers['content-type'],
    te: 'trailers',
    ...(headers['grpc-timeout'] && {
      'grpc-timeout': headers['grpc-timeout'],
    }),
  });
  let trailers: IncomingHttpHeaders = {};
  call.on('error', () => refuse(stream, UNAVAILABLE, 'gobgpd does not answer'));
  call.on(
    'response',
    (answer: IncomingHttpHeaders & IncomingHttpStatusHeader, flags) => {
      if (stream.destroyed) {
        return;
      }
      const ends = (flags & END_STREAM) !== 0;
      stream.respond(answer, { waitForTrailers: !ends, endStream: ends });
      call.pipe(stream);
    },
  );
  call.on('trailers', answer => {
    trailers = answer;
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.on('close', () => call.close());
  stream.pipe(call);
}

/** An answer without a message, or the end of one that began. */
function refuse(stream: ServerHttp2Stream, status: number, why: string): void {
  if (stream.destroyed) {
    return;
  }
  if (stream.headersSent) {
    stream.close();
    return;
  }
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(status),
      'grpc-message': why,
    },
    { endStream: true },
  );
}
