import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What to send for a command: bytes, or whatever the function does with the socket. */
export type TestAnswer = string | Buffer | ((socket: Socket) => void);

/** A control socket that answers by a script; 9001 to everything else. */
export class TestDaemon {
  readonly path: string;
  /** Every line that came, without connections. */
  readonly asked: string[] = [];
  /** Connections so far. */
  connections = 0;
  greeting: TestAnswer = '0001 BIRD 2.0.12 ready.\n';
  answers: Record<string, TestAnswer> = {
    restrict: '0016 Access restricted\n',
  };
  readonly #dir = mkdtempSync(join(tmpdir(), 'bird-test-'));
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor() {
    this.path = join(this.#dir, 'bird.ctl');
  }

  async start(): Promise<this> {
    this.#server = createServer(socket => this.#serve(socket));
    await new Promise<void>(resolve => {
      this.#server!.listen(this.path, resolve);
    });
    return this;
  }

  async stop(): Promise<void> {
    this.dropAll();
    await new Promise(resolve => {
      this.#server?.close(resolve);
    });
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Sends something nobody asked for to every connection. */
  shout(text: string): void {
    this.#sockets.forEach(socket => socket.write(text));
  }

  dropAll(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  #serve(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    send(socket, this.greeting);
    let text = '';
    socket.on('data', chunk => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop()!;
      for (const line of lines) {
        this.asked.push(line);
        send(socket, this.answers[line] ?? '9001 syntax error\n');
      }
    });
  }
}

function send(socket: Socket, answer: TestAnswer): void {
  if (typeof answer === 'function') {
    answer(socket);
  } else {
    socket.write(answer);
  }
}
