import { Duplex, PassThrough } from 'node:stream';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { BirdConnection } from './BirdConnection';
import { fixture, seededRandom } from './testing';

const INPUTS = 4_000;
const MAX_REPLY = 4_096;
const greeting = Buffer.from('0001 BIRD 2.0.12 ready.\n');
const confirmed = Buffer.from('0016 Access restricted\n');
const untimed = Buffer.from('9001 syntax error\n');
const whole = Buffer.from(
  '1000-BIRD 2.0.12\n1011-Router ID is 192.0.2.1\n0013 Daemon is up and running\n',
);
const listing = fixture('bird2-protocols');
const refusal = Buffer.from('8007 Access denied\n');

type Random = () => number;

/** What is sent at once, and whether the socket ends behind it. */
interface Reply {
  chunks: Buffer[];
  ends?: boolean;
}

/** A socket of a daemon that sends the next chunks, whatever it is asked. */
class ScriptedSocket extends Duplex {
  readonly #replies: Reply[];
  asked = 0;

  constructor(replies: Reply[]) {
    super({ allowHalfOpen: false });
    this.#replies = replies;
    this.#send();
  }

  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    this.asked += 1;
    done();
    setImmediate(() => this.#send());
  }

  #send(): void {
    const { chunks, ends } = this.#replies.shift() ?? { chunks: [] };
    for (const chunk of chunks) {
      this.push(chunk);
    }
    if (ends) {
      this.push(null);
    }
  }
}

/** Bytes as no BIRD sends them, or half of those it does, or far too many. */
function damaged(random: Random): Buffer {
  const source = [whole, listing, refusal][random() % 3];
  const bytes = Buffer.from(source);
  switch (random() % 6) {
    case 0:
      return Buffer.from(
        Array.from({ length: random() % 300 }, () => random() % 256),
      );
    case 1:
      return bytes.subarray(0, random() % bytes.length);
    case 2:
      // Half a line at the end of what was whole so far.
      return bytes.subarray(0, bytes.lastIndexOf(10, bytes.length - 2) + 3);
    case 3:
      return Buffer.concat(
        Array.from({ length: 2 + (MAX_REPLY / 30) * 2 }, () =>
          Buffer.from(`1002-${'x'.repeat(25 + (random() % 40))}\n`),
        ),
      );
    case 4:
      // One line without an end.
      return Buffer.alloc(random() % (3 * MAX_REPLY), 0x31);
    default:
      for (let count = 1 + (random() % 8); count > 0; count--) {
        bytes[random() % bytes.length] = random() % 256;
      }
      return bytes;
  }
}

function inPieces(random: Random, bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + (random() % 400);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** What becomes of a connection whose replies are these. */
async function outcomeOf(replies: Reply[]) {
  const socket = new ScriptedSocket(replies);
  let connection: BirdConnection | undefined;
  try {
    connection = await BirdConnection.connect({
      router: 'gw1',
      open: async () => socket,
      commandMs: 60,
      maxReplyBytes: MAX_REPLY,
    });
    await connection.lines({ kind: 'status' });
    return { socket, connection, error: undefined };
  } catch (error) {
    return { socket, connection, error };
  }
}

it('ends every damaged exchange in its own promise, closes the connection and never uses it again', async () => {
  const stray: unknown[] = [];
  const onStray = (error: unknown) => stray.push(error);
  process.on('uncaughtException', onStray);
  process.on('unhandledRejection', onStray);
  const random = seededRandom(11);
  const seen = {
    answered: 0,
    refused: 0,
    broken: {} as Record<string, number>,
  };
  const one = async () => {
    const good = [greeting, confirmed, untimed].map(reply => ({
      chunks: [reply],
    }));
    // Mostly the reply to the command, now and then what comes before it.
    const at = random() % 3 ? good.length : random() % good.length;
    const chunks = inPieces(random, damaged(random));
    const replies = [
      ...good.slice(0, at),
      { chunks, ends: random() % 2 === 0 },
    ];
    const { socket, connection, error } = await outcomeOf(replies);
    if (error !== undefined && !(error instanceof RouteSourceError)) {
      throw error;
    }
    const broken = connection === undefined || !connection.usable;
    const { asked } = socket;
    const again = broken
      ? await connection?.lines({ kind: 'status' }).catch(failed => failed)
      : undefined;
    const { problem = 'after its answer' } = (error ?? {}) as {
      problem?: string;
    };
    const wrong = [
      broken && !socket.destroyed && 'a broken socket stays open',
      again !== undefined &&
        !(again instanceof RouteSourceError) &&
        'a broken connection answers',
      broken && socket.asked !== asked && 'a broken connection is asked',
      !broken &&
        error !== undefined &&
        problem !== 'refused' &&
        `it goes on after ${problem}`,
    ].filter(Boolean);
    if (wrong.length > 0) {
      throw new Error(`${wrong.join(', ')}: ${JSON.stringify(replies)}`);
    }
    if (broken) {
      seen.broken[problem] = (seen.broken[problem] ?? 0) + 1;
    } else {
      seen[error === undefined ? 'answered' : 'refused'] += 1;
    }
    connection?.close();
    if (!socket.destroyed) {
      throw new Error('a closed connection keeps its socket');
    }
  };
  try {
    for (let done = 0; done < INPUTS; done += 200) {
      await Promise.all(Array.from({ length: 200 }, one));
    }
    // What a closed stream still says comes a moment later.
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
  } finally {
    process.off('uncaughtException', onStray);
    process.off('unhandledRejection', onStray);
  }
  expect(stray).toEqual([]);
  // Every way to fail was there, and some damage does not matter.
  expect(seen.answered).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(5);
  for (const problem of ['protocol', 'deadline', 'closed', 'limit']) {
    expect(seen.broken[problem]).toBeGreaterThan(20);
  }
});

it('keeps to itself what comes after it was closed', async () => {
  const socket = new PassThrough();
  const opening = BirdConnection.connect({
    router: 'gw1',
    open: async () => socket,
    commandMs: 50,
  });
  await expect(opening).rejects.toBeInstanceOf(RouteSourceError);
  expect(socket.destroyed).toBe(true);
  expect(() => socket.emit('error', new Error('late'))).not.toThrow();
});
