import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex } from 'node:stream';

/** What of the client's messages is kept, in characters. */
const STDERR_MAX = 8_192;

/**
 * The bytes of a client process, both ways. Its output is read only as fast as
 * it is consumed, so a reply of hundreds of megabytes waits in the far daemon.
 * When the process ends the stream is destroyed with the reason, once everything it
 * said before was read.
 */
export class SshStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #stderr = '';
  /** Why the process ended, while something it said waits to be read. */
  #ended?: Error;

  /** @param explain - why the process ended, in words */
  constructor(
    child: ChildProcessWithoutNullStreams,
    explain: (code: number | null, stderr: string) => string,
  ) {
    super({ readableHighWaterMark: 256 * 1024 });
    this.#child = child;
    child.stderr.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString('latin1')).slice(
        -STDERR_MAX,
      );
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) {
        child.stdout.pause();
      }
    });
    // A pipe that breaks has a reason, which the end of the process tells.
    child.stdout.on('error', () => {});
    child.stdin.on('error', () => {});
    child.once('error', error => this.destroy(error));
    child.once('close', code => {
      this.#ended = new Error(explain(code, this.#stderr));
      this.#endIfRead();
    });
  }

  override read(size?: number) {
    const chunk = super.read(size);
    if (this.#ended) {
      // Whoever reads gets this first.
      process.nextTick(() => this.#endIfRead());
    }
    return chunk;
  }

  #endIfRead(): void {
    if (this.#ended && this.readableLength === 0) {
      this.destroy(this.#ended);
    }
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(
    chunk: Buffer,
    _: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    // Failed writes are told by the end of the process.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(
    error: Error | null,
    done: (error: Error | null) => void,
  ): void {
    this.#child.stdin.destroy();
    this.#child.stdout.destroy();
    // It has nothing to save, and one that hangs would not hear a kind word.
    this.#child.kill('SIGKILL');
    done(error);
  }
}
