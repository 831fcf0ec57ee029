import { rmSync } from 'node:fs';
import { connect, createServer, Socket } from 'node:net';

/** A second control socket of a BIRD, which only reads. */
export interface ReadOnlyBird {
  readonly path: string;
  /** May be called twice. */
  stop(): Promise<void>;
}

/**
 * What BIRD 2.16 has as `cli "path" { restrict }`, for one that is older: says
 * `restrict` before anything else, as the forced command `bird-readonly` does,
 * and passes on the rest.
 */
export async function startReadOnlyBird(options: {
  /** The unrestricted socket; it need not be there yet. */
  socket: string;
  path: string;
}): Promise<ReadOnlyBird> {
  const { socket: upstream, path } = options;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer(client => {
    keep(client);
    const bird = keep(connect(upstream));
    bird.once('close', () => client.destroy());
    client.once('close', () => bird.destroy());
    restrict(bird, greeting => {
      client.write(greeting);
      client.pipe(bird);
      bird.pipe(client);
    });
  });
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    path,
    stop: async () => {
      sockets.forEach(socket => socket.destroy());
      await new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      rmSync(path, { force: true });
    },
  };
}

/** Hands over the greeting once BIRD confirmed; anything else ends the connection. */
function restrict(bird: Socket, done: (greeting: Buffer) => void): void {
  let text = Buffer.alloc(0);
  let greeting: Buffer | undefined;
  const read = (chunk: Buffer) => {
    text = Buffer.concat([text, chunk]);
    if (!greeting && text.includes(10)) {
      greeting = text;
      text = Buffer.alloc(0);
      bird.write('restrict\n');
    } else if (greeting && text.includes(10)) {
      bird.off('data', read);
      if (text.toString().startsWith('0016 ')) {
        bird.pause();
        done(greeting);
      } else {
        bird.destroy();
      }
    }
  };
  bird.on('data', read);
}
