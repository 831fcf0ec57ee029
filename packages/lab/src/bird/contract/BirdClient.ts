import { connect, Socket } from 'node:net';

/** One line of a reply with its code. */
export interface ReplyLine {
  code: number;
  text: string;
}

/** A bare client of the control socket for tests: sends exactly what it is told. */
export class BirdClient {
  /** What BIRD said first. */
  greeting = '';
  readonly #socket: Socket;
  #text = '';
  #waiting: (() => void) | undefined;
  #ended = false;

  static async connect(path: string): Promise<BirdClient> {
    const socket = connect(path);
    const client = new BirdClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', resolve);
    });
    client.greeting = await client.#reply();
    return client;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', chunk => {
      this.#text += chunk;
      this.#waiting?.();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#waiting?.();
    });
    socket.on('error', () => {});
  }

  /** Sends a command and answers the bytes up to the last line of the reply. */
  async ask(command: string): Promise<string> {
    this.#socket.write(`${command}\n`);
    return await this.#reply();
  }

  /** Sends bytes without waiting. */
  write(bytes: string): void {
    this.#socket.write(bytes);
  }

  /** The next whole reply, or what there is within `ms` or up to the end of the connection. */
  async next(ms: number): Promise<string> {
    return await this.#reply(ms);
  }

  get ended(): boolean {
    return this.#ended;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #reply(ms = 10_000): Promise<string> {
    const end = Date.now() + ms;
    for (;;) {
      const [found] = /^(?:[^\n]*\n)*?\d{4} [^\n]*\n/.exec(this.#text) ?? [];
      if (found !== undefined || this.#ended || Date.now() >= end) {
        const reply = found ?? this.#text;
        this.#text = this.#text.slice(reply.length);
        return reply;
      }
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, end - Date.now());
        this.#waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#waiting = undefined;
    }
  }
}

/** Takes a reply apart; throws where it breaks BIRD's rules of codes. */
export function parseReply(reply: string): ReplyLine[] {
  const lines: ReplyLine[] = [];
  const texts = reply.split('\n');
  if (texts.pop() !== '') {
    throw new Error(`half a line: ${reply.slice(-80)}`);
  }
  texts.forEach((line, index) => {
    const last = index === texts.length - 1;
    const before = lines.at(-1)?.code;
    if (line.startsWith(' ') && before !== undefined && !last) {
      lines.push({ code: before, text: line.slice(1) });
      return;
    }
    const [, code, sign, text] = /^(\d{4})([- ])(.*)$/.exec(line) ?? [];
    // A code is written out only when it is another one.
    if (
      !code ||
      (sign === ' ') !== last ||
      (!last && Number(code) === before)
    ) {
      throw new Error(`no line of a reply: ${JSON.stringify(line)}`);
    }
    lines.push({ code: Number(code), text });
  });
  return lines;
}
