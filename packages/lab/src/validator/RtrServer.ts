import { AddressInfo, createServer, Server, Socket } from 'node:net';
import {
  aspaPdu,
  endOfData,
  pdu,
  prefixPdu,
  RtrType,
  unsupportedVersion,
  words32,
} from './rtrPdus';
import { Aspa } from './seedRoas';
import { Roa } from '../bgp/roasOf';

const LONGEST = 1_024;
const NEWEST_VERSION = 2;

/**
 * A cache that speaks RTR (RFC 6810, RFC 8210, and the draft after it, with
 * ASPAs) over TCP. It keeps no history:
 * whoever asks with an old serial is told to begin anew, as a cache may.
 */
export class RtrServer {
  readonly #served: () => { roas: Roa[]; aspas: Aspa[] };
  readonly #session = 1 + Math.floor(Math.random() * 65_534);
  readonly #versions = new Map<Socket, number>();
  #serial = 0;
  #server: Server | undefined;

  constructor(served: () => { roas: Roa[]; aspas: Aspa[] }) {
    this.#served = served;
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
    if (version > NEWEST_VERSION) {
      // With version 0, as StayRTR does, whatever it speaks.
      socket.end(unsupportedVersion(0));
      return;
    }
    if (!(fresh || type === RtrType.resetQuery)) {
      socket.destroy();
      return;
    }
    this.#versions.set(socket, version);
    if (fresh && message.readUInt32BE(8) !== this.#serial) {
      socket.write(pdu(version, RtrType.cacheReset, 0));
      return;
    }
    const { roas, aspas } = this.#served();
    const sent = version < 2 ? [] : aspas;
    const payloads = [
      ...roas.map(roa => prefixPdu(version, roa)),
      ...sent.flatMap(aspa => [
        aspaPdu(version, aspa, 4),
        aspaPdu(version, aspa, 6),
      ]),
    ];
    socket.write(
      Buffer.concat([
        pdu(version, RtrType.cacheResponse, this.#session),
        ...(fresh ? [] : payloads),
        endOfData(version, this.#session, this.#serial),
      ]),
    );
  }
}
