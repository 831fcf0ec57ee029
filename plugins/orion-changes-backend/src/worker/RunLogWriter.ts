import { Knex } from 'knex';
import { readRunOutput } from '@orion/engines/supervisor';
import { createScrubber } from '@orion/engines/terraform';
import type { RunRow } from '../database/tables';
import type { RunSubject } from './RunKeeper';

/** Most bytes of one run's log that are kept. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

interface RunLogRow extends RunRow {
  log_bytes: number;
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
    const end = piece.text.lastIndexOf('\n') + 1;
    const whole = final && piece.atEnd ? piece.text : piece.text.slice(0, end);
    if (whole.length === 0) {
      return false;
    }
    await this.#append(at, whole, at.source_offset + Buffer.byteLength(whole));
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
    return (await this.#knex<RunLogRow>('change_runs').where({ id: this.#run.id }).first())!;
  }

  async #append(at: RunLogRow, raw: string, sourceOffset: number): Promise<void> {
    const lines = raw
      .split('\n')
      .filter(line => line.length > 0)
      .flatMap(line => this.#subject.renderLogLine(line) ?? []);
    const text = this.#scrub(lines.map(line => `${line}\n`).join(''));
    await this.#knex.transaction(async tx => {
      const moved = await tx('change_runs')
        .where({ id: this.#run.id, source_offset: at.source_offset })
        .update({
          source_offset: sourceOffset,
          log_bytes: at.log_bytes + Buffer.byteLength(text),
        });
      if (moved === 1 && text.length > 0) {
        await tx('run_log').insert({ run_id: this.#run.id, at_byte: at.log_bytes, text });
      }
    });
  }
}
