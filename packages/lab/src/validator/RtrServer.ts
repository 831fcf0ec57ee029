import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { endOfData, pdu, prefixPdu, RtrType, words32 } from './rtrPdus';
import { Roa } from '../bgp/roasOf';

const LONGEST = 1_024;
const NEWEST_VERSION = 1;

/**
 * A cache that speaks RTR (RFC 6810, RFC 8210) over TCP. It keeps no history:
 * whoever asks with an old serial is told to begin anew, as a cache may.
 */
export class RtrServer {
  readonly #roas: () => Roa[];
  readonly #session = 1 + Math.floor(Math.random() * 65_534);
  readonly #versions = new Map<Socket, number>();
  #serial = 0;
  #server: Server | undefined;

  constructor(roas: () => Roa[]) {
    this.#roas = roas;
  }

  /** Resolves with the port. */
  async listen(port: number, host: string): Promise<number> {
    const server = createServer(socket => this.#serve(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** Tells all routers that there is something new. */
  changed(): void {
    this.#serial++;
    for (const [socket, version] of this.#versions) {
      const body = words32([this.#serial]);
      socket.write(pdu(version, RtrType.serialNotify, this.#session, body));
    }
  }

  async stop(): Promise<void> {
    this.#versions.forEach((_, socket) => socket.destroy());
    const server = this.#server;
    await new Promise<void>(resolve => {
      if (server) {
        server.close(() => resolve());
      } else {
        resolve();
      }
    });
  }

  #serve(socket: Socket): void {
    let waiting = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => this.#versions.delete(socket));
    socket.on('data', data => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 8 && !socket.destroyed) {
        const length = waiting.readUInt32BE(4);
        if (length < 8 || length > LONGEST) {
          socket.destroy();
        } else if (waiting.length < length) {
          return;
        } else {
          this.#answer(socket, waiting.subarray(0, length));
          waiting = waiting.subarray(length);
        }
      }
    });
  }

  #answer(socket: Socket, message: Buffer): void {
    const [version, type] = message;
    const fresh =
      type === RtrType.serialQuery &&
      message.length === 12 &&
      message.readUInt16BE(2) === this.#session;
    if (version > NEWEST_VERSION || !(fresh || type === RtrType.resetQuery)) {
      socket.destroy();
      return;
    }
    this.#versions.set(socket, version);
    if (fresh && message.readUInt32BE(8) !== this.#serial) {
      socket.write(pdu(version, RtrType.cacheReset, 0));
      return;
    }
    const payloads = fresh ? [] : this.#roas();
    socket.write(
      Buffer.concat([
        pdu(version, RtrType.cacheResponse, this.#session),
        ...payloads.map(roa => prefixPdu(version, roa)),
        endOfData(version, this.#session, this.#serial),
      ]),
    );
  }
}
