import { Knex } from 'knex';
import { readRunOutput } from '@orion/engines/supervisor';
import { createScrubber } from '@orion/engines/terraform';
import { storableText } from '../database/storable';
import type { RunRow } from '../database/tables';
import type { RunSubject } from './RunKeeper';

/** Most bytes of one run's log that are kept. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

interface RunLogRow extends RunRow {
  source_offset: number;
}

/**
 * Copies the engine's output file into the run's log: whole lines, secrets
 * scrubbed, one transaction per piece, so that after a crash nothing is written
 * twice and nothing is left out.
 */
export class RunLogWriter {
  readonly #knex: Knex;
  readonly #run: RunRow;
  readonly #subject: RunSubject;
  readonly #scrub: (text: string) => string;

  constructor(deps: { knex: Knex; run: RunRow; subject: RunSubject }) {
    this.#knex = deps.knex;
    this.#run = deps.run;
    this.#subject = deps.subject;
    const scrubber = createScrubber(deps.subject.secrets);
    this.#scrub = text => scrubber.scrub(text);
  }

  async copy(options: { final: boolean }): Promise<void> {
    while (await this.#copyPiece(options.final)) {
      // Goes on until the file has no further whole line.
    }
    if (options.final) {
      await this.#copyErrors();
    }
  }

  async #copyPiece(final: boolean): Promise<boolean> {
    const at = await this.#position();
    // Below zero: the errors were copied too, the run is fully read.
    if (at.log_bytes >= MAX_LOG_BYTES || at.source_offset < 0) {
      return false;
    }
    const piece = await readRunOutput(this.#run.run_dir, {
      stream: 'stdout',
      offset: at.source_offset,
      limit: CHUNK_BYTES,
      final,
    });
    const { text, rest } = wholeLines(piece, final);
    if (text.length === 0) {
      return false;
    }
    // Counted from the end: a byte that is no UTF-8 has become three in the text.
    await this.#append(at, text, piece.nextOffset - Buffer.byteLength(rest));
    return !piece.atEnd;
  }

  /** Whatever an engine says on stderr comes last: usually why it could not start. */
  async #copyErrors(): Promise<void> {
    const at = await this.#position();
    const errors = await readRunOutput(this.#run.run_dir, {
      stream: 'stderr',
      limit: CHUNK_BYTES,
      final: true,
    });
    const marker = -1;
    if (errors.text.trim().length > 0 && at.source_offset !== marker) {
      await this.#append(at, errors.text, marker);
    }
  }

  async #position(): Promise<RunLogRow> {
    return (await this.#knex<RunLogRow>('change_runs')
      .where({ id: this.#run.id })
      .first())!;
  }

  async #append(
    at: RunLogRow,
    raw: string,
    sourceOffset: number,
  ): Promise<void> {
    const lines = raw
      .split('\n')
      .filter(line => line.length > 0)
      .flatMap(line => this.#render(line) ?? []);
    const text = storableText(
      this.#scrub(lines.map(line => `${line}\n`).join('')),
    );
    await this.#knex.transaction(async tx => {
      const moved = await tx('change_runs')
        .where({ id: this.#run.id, source_offset: at.source_offset })
        .update({
          source_offset: sourceOffset,
          log_bytes: at.log_bytes + Buffer.byteLength(text),
        });
      if (moved === 1 && text.length > 0) {
        await tx('run_log').insert({
          run_id: this.#run.id,
          at_byte: at.log_bytes,
          text,
        });
      }
    });
  }

  /** A line the kind stumbles over is shown as it is. */
  #render(line: string): string | undefined {
    try {
      return this.#subject.renderLogLine(line);
    } catch {
      return line;
    }
  }
}

/** The part of a piece that can be shown now, and what has to wait for its line's end. */
function wholeLines(
  piece: { text: string; atEnd: boolean },
  final: boolean,
): { text: string; rest: string } {
  const end = piece.text.lastIndexOf('\n') + 1;
  const rest = piece.text.slice(end);
  if (final && piece.atEnd) {
    return { text: piece.text, rest: '' };
  }
  // A line longer than a piece, or with bytes that cannot be counted back, is cut here.
  const endless = end === 0 && Buffer.byteLength(piece.text) >= CHUNK_BYTES - 4;
  return endless || rest.includes('\ufffd')
    ? { text: piece.text, rest: '' }
    : { text: piece.text.slice(0, end), rest };
}
