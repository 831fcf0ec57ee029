import { mkdirSync, rmSync } from 'node:fs';
import { createServer, Server, Socket } from 'node:net';
import { dirname } from 'node:path';
import { RequestLog } from '../shared/control';
import { BirdFaults } from './faults';
import { BirdRouter, Rights, runCommand } from './runCommand';

/** BIRD's own limit of a command. */
const MAX_COMMAND = 4096;
const GREETING = '0001 BIRD 2.0.12 ready.\n';

/** What a {@link BirdServer} needs. */
export interface BirdServerDeps {
  path: string;
  router: BirdRouter;
  faults: BirdFaults;
  requests: RequestLog;
  log(line: string): void;
}

/**
 * The control socket. Commands of one connection are answered one after the
 * other, each when its line is whole; several may come in one packet.
 */
export class BirdServer {
  readonly #deps: BirdServerDeps;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(deps: BirdServerDeps) {
    this.#deps = deps;
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  /** Rejects when something else holds the socket. */
  async listen(): Promise<void> {
    const { path, log } = this.#deps;
    mkdirSync(dirname(path), { recursive: true });
    // A file of a process that was killed; a living one keeps its connections.
    rmSync(path, { force: true });
    const server = createServer(socket => {
      this.#serve(socket).catch(error => {
        log(`bird: ${error}`);
        socket.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    this.#server = server;
  }

  /** Drops every connection and takes the socket away. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#sockets.forEach(socket => socket.destroy());
    await new Promise<void>(resolve => {
      if (server) {
        server.close(() => resolve());
      } else {
        resolve();
      }
    });
    rmSync(this.#deps.path, { force: true });
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    const rights: Rights = { restricted: false };
    let answers = await this.#send(socket, 'greeting', () => GREETING);
    let text = '';
    // Leaving the loop would close the connection: one that fell silent stays.
    for await (const chunk of socket) {
      text += answers ? chunk : '';
      let end = text.indexOf('\n');
      while (end !== -1 && answers) {
        const line = text.slice(0, end).replace(/\r$/, '');
        text = text.slice(end + 1);
        answers = await this.#answer(socket, rights, line);
        end = text.indexOf('\n');
      }
      if (text.length > MAX_COMMAND) {
        socket.end('9000 Command too long\n');
        return;
      }
    }
  }

  /** False when nothing more is to be sent on this connection. */
  async #answer(
    socket: Socket,
    rights: Rights,
    line: string,
  ): Promise<boolean> {
    const { requests, router } = this.#deps;
    const entry = requests.add({
      at: new Date().toISOString(),
      method: rights.restricted ? 'RESTRICTED' : 'COMMAND',
      path: line,
      params: {},
    });
    return await this.#send(socket, line, () => {
      const reply = runCommand(router, rights, line);
      entry.status = lastCode(reply);
      return reply;
    });
  }

  /** Sends what `make` says, unless a fault has it otherwise. */
  async #send(
    socket: Socket,
    command: string,
    make: () => string,
  ): Promise<boolean> {
    const { faults } = this.#deps;
    const slow = faults.hits('slow', command);
    if (slow) {
      await new Promise(resolve => {
        setTimeout(resolve, Number(slow.ms ?? 1000));
      });
    }
    if (faults.hits('hang', command)) {
      return false;
    }
    if (faults.hits('garbage', command)) {
      return await write(
        socket,
        '\u0000\u001b[2JHTTP/1.1 400 Bad Request\r\n\r\n',
      );
    }
    const huge = faults.hits('hugeAnswer', command);
    if (huge) {
      return await sendHuge(socket, Number(huge.bytes ?? 1024 ** 3));
    }
    const reply = make();
    if (faults.hits('halfLine', command)) {
      // In the middle of a line, and of the reply where it has several.
      const cut = reply.indexOf('\n', reply.length / 2 - 1) - 3;
      await write(socket, reply.slice(0, Math.max(1, cut)));
      return false;
    }
    if (faults.hits('dropConnection', command)) {
      await write(socket, reply.slice(0, reply.length / 2));
      socket.destroy();
      return false;
    }
    return await write(socket, reply);
  }
}

/** Waits for the other side when it does not read; false when it went away. */
async function write(socket: Socket, text: string): Promise<boolean> {
  if (socket.destroyed) {
    return false;
  }
  if (!socket.write(text)) {
    await new Promise<void>(resolve => {
      const done = () => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  }
  return !socket.destroyed;
}

/** Lines of a reply that has no end before so many bytes. */
async function sendHuge(socket: Socket, bytes: number): Promise<boolean> {
  const line = ` ${'2001:db8::/32'.padEnd(
    20,
  )} unicast [he_v6 2026-01-01 00:00:00] (100) [AS6939i]\n`;
  const block = line.repeat(1000);
  if (!(await write(socket, '1007-Table master6:\n'))) {
    return false;
  }
  for (let sent = 0; sent < bytes; sent += block.length) {
    if (!(await write(socket, block))) {
      return false;
    }
  }
  return await write(socket, '0000 \n');
}

function lastCode(reply: string): number {
  const [, code] = /(?:^|\n)(\d{4}) [^\n]*\n$/.exec(reply) ?? [];
  return Number(code ?? 0);
}
