import { connect, Socket } from 'node:net';
import { once } from 'node:events';
import { AttributeFlag, AttributeType } from '../src/attributes/attributeTypes';
import { readTlvs } from '../src/attributes/readTlvs';

const MESSAGE = { open: 1, update: 2, keepalive: 4 };
const MAX_MESSAGE = 4096;
const HEADER = 19;
const MP_UNREACH = 15;

/** A route to announce; attributes are canonical. */
export interface FedRoute {
  family: 4 | 6;
  address: Uint8Array;
  length: number;
  attributes: Uint8Array;
}

/**
 * The sending half of a BGP speaker (RFC 4271), as AS6939: enough to fill a
 * daemon with a table. It accepts whatever the other side says.
 */
export class BgpFeeder {
  readonly #socket: Socket;
  #pending: Buffer[] = [];
  #size = 0;

  /** Connects, opens the session and keeps it alive. */
  static async open(options: {
    host: string;
    port: number;
    localAddress: string;
    routerId: number;
  }): Promise<BgpFeeder> {
    const { host, port, localAddress } = options;
    const socket = connect({ host, port, localAddress });
    await once(socket, 'connect');
    const feeder = new BgpFeeder(socket);
    socket.write(message(MESSAGE.open, openBody(options.routerId)));
    // Its OPEN, then a KEEPALIVE to confirm ours.
    await once(socket, 'data');
    socket.write(message(MESSAGE.keepalive, Buffer.alloc(0)));
    socket.resume();
    return feeder;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    setInterval(
      () => socket.write(message(MESSAGE.keepalive, Buffer.alloc(0))),
      10_000,
    ).unref();
  }

  /** Announces routes of one family with the same attributes. */
  async announce(routes: FedRoute[]): Promise<void> {
    const [{ family, attributes }] = routes;
    const nlri = routes.map(({ address, length }) =>
      Buffer.from([length, ...address.subarray(0, Math.ceil(length / 8))]),
    );
    let from = 0;
    while (from < nlri.length) {
      let size = 0;
      let to = from;
      const room =
        MAX_MESSAGE - HEADER - 32 - attributes.length - (family === 6 ? 32 : 0);
      while (to < nlri.length && size + nlri[to].length <= room) {
        size += nlri[to++].length;
      }
      this.#queue(
        updateOf(family, attributes, Buffer.concat(nlri.slice(from, to))),
      );
      from = to;
    }
    if (this.#size > 1 << 20) {
      await this.flush();
    }
  }

  /** Takes back routes of one family: IPv6 by MP_UNREACH_NLRI (RFC 4760 §4). */
  withdraw(routes: Pick<FedRoute, 'family' | 'address' | 'length'>[]): void {
    for (const { address, family, length } of routes) {
      const nlri = Buffer.from([
        length,
        ...address.subarray(0, Math.ceil(length / 8)),
      ]);
      const unreach = [AttributeFlag.optional, MP_UNREACH, 3 + nlri.length];
      const attributes =
        family === 4 ? [] : [...unreach, ...[0, 2, 1], ...nlri];
      const gone = family === 4 ? nlri : Buffer.alloc(0);
      const body = Buffer.alloc(4 + gone.length);
      body.writeUInt16BE(gone.length, 0);
      gone.copy(body, 2);
      body.writeUInt16BE(attributes.length, 2 + gone.length);
      this.#queue(
        message(MESSAGE.update, Buffer.concat([body, Buffer.from(attributes)])),
      );
    }
  }

  /** Waits until everything was handed to the other side. */
  async flush(): Promise<void> {
    const chunk = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#size = 0;
    if (!this.#socket.write(chunk)) {
      await once(this.#socket, 'drain');
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #queue(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#size += bytes.length;
  }
}

function message(type: number, body: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER + body.length, 0xff);
  bytes.writeUInt16BE(bytes.length, 16);
  bytes[18] = type;
  body.copy(bytes, HEADER);
  return bytes;
}

function openBody(routerId: number): Buffer {
  const capabilities = Buffer.from([
    // Multiprotocol IPv4 and IPv6 unicast, four-byte AS 6939.
    ...[1, 4, 0, 1, 0, 1, 1, 4, 0, 2, 0, 1],
    ...[65, 4, 0, 0, 0x1b, 0x1b],
  ]);
  const body = Buffer.alloc(10 + 2 + capabilities.length);
  body[0] = 4;
  body.writeUInt16BE(6939, 1);
  body.writeUInt16BE(240, 3);
  body.writeUInt32BE(routerId, 5);
  body[9] = 2 + capabilities.length;
  body[10] = 2;
  body[11] = capabilities.length;
  capabilities.copy(body, 12);
  return body;
}

/** IPv6 goes into MP_REACH_NLRI, which canonical bytes have in their short form. */
function updateOf(family: 4 | 6, attributes: Uint8Array, nlri: Buffer): Buffer {
  const list = Buffer.from(
    family === 4 ? attributes : withReach(attributes, nlri),
  );
  const body = Buffer.alloc(4 + list.length + (family === 4 ? nlri.length : 0));
  body.writeUInt16BE(list.length, 2);
  list.copy(body, 4);
  if (family === 4) {
    nlri.copy(body, 4 + list.length);
  }
  return message(MESSAGE.update, body);
}

function withReach(attributes: Uint8Array, nlri: Buffer): Uint8Array {
  const parts: Buffer[] = [];
  for (const { flags, type, value } of readTlvs(attributes)) {
    if (type === AttributeType.mpReach) {
      const reach = Buffer.concat([
        Buffer.from([0, 2, 1]),
        value,
        Buffer.from([0]),
        nlri,
      ]);
      const head = Buffer.from([
        AttributeFlag.optional | AttributeFlag.extended,
        type,
        0,
        0,
      ]);
      head.writeUInt16BE(reach.length, 2);
      parts.push(head, reach);
    } else {
      const head =
        value.length > 255
          ? Buffer.from([
              flags | AttributeFlag.extended,
              type,
              value.length >> 8,
              value.length & 255,
            ])
          : Buffer.from([flags & ~AttributeFlag.extended, type, value.length]);
      parts.push(head, Buffer.from(value));
    }
  }
  return Buffer.concat(parts);
}
