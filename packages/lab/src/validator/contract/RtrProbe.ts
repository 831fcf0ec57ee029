import { connect, Socket } from 'node:net';

/** A message of a cache. */
export interface ProbedPdu {
  version: number;
  type: number;
  field: number;
  /** Hexadecimal. */
  body: string;
}

/** A router as plain as can be: sends bytes, keeps what comes. */
export class RtrProbe {
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  closed = false;

  static async connect(port: number): Promise<RtrProbe> {
    const socket = connect({ port, host: '127.0.0.1' });
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RtrProbe(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
    });
    socket.on('data', data => {
      this.#bytes = Buffer.concat([this.#bytes, data]);
    });
  }

  /** Version, type, the 16 bits after them, further numbers of 32 bits. */
  send(version: number, type: number, field: number, ...words: number[]): void {
    const message = Buffer.alloc(8 + 4 * words.length);
    message.set([version, type]);
    message.writeUInt16BE(field, 2);
    message.writeUInt32BE(message.length, 4);
    words.forEach((word, index) => message.writeUInt32BE(word, 8 + 4 * index));
    this.#socket.write(message);
  }

  raw(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Everything that came so far, whole messages. */
  get received(): ProbedPdu[] {
    const found: ProbedPdu[] = [];
    for (let at = 0; at + 8 <= this.#bytes.length; ) {
      const length = this.#bytes.readUInt32BE(at + 4);
      if (at + length > this.#bytes.length) {
        break;
      }
      found.push({
        version: this.#bytes[at],
        type: this.#bytes[at + 1],
        field: this.#bytes.readUInt16BE(at + 2),
        body: this.#bytes.toString('hex', at + 8, at + length),
      });
      at += length;
    }
    return found;
  }

  /** The messages up to the first of a type; forgets them. */
  async until(type: number): Promise<ProbedPdu[]> {
    const end = Date.now() + 15_000;
    for (;;) {
      const found = this.received;
      const last = found.findIndex(one => one.type === type);
      if (last >= 0) {
        const taken = found.slice(0, last + 1);
        const length = taken.reduce(
          (sum, { body }) => sum + 8 + body.length / 2,
          0,
        );
        this.#bytes = this.#bytes.subarray(length);
        return taken;
      }
      if (Date.now() > end || this.closed) {
        throw new Error(
          `no message of type ${type}, but ${JSON.stringify(found)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** What it was told until it was hung up on. */
  async untilClosed(): Promise<ProbedPdu[]> {
    const end = Date.now() + 15_000;
    while (!this.closed) {
      if (Date.now() > end) {
        throw new Error(
          `still connected, after ${JSON.stringify(this.received)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return this.received;
  }

  close(): void {
    this.#socket.destroy();
  }
}
