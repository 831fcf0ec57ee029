import { Knex } from 'knex';
import { CheckpointSink } from './CheckpointSink';
import { readPosition } from './readPosition';

/**
 * Appends a checkpoint whenever the record has grown; called once a minute and
 * while too many entries are unsigned.
 *
 * Before it signs anything it asks whether what was signed last still holds: a
 * checkpoint on top of a restored database would hide the loss.
 */
export class Checkpointer {
  readonly #knex: Knex;
  readonly #sink: CheckpointSink;
  readonly #holds: () => Promise<boolean>;
  #lastCount = -1;

  constructor(deps: {
    knex: Knex;
    sink: CheckpointSink;
    /** False while the database is older than what was signed. */
    holds: () => Promise<boolean>;
  }) {
    this.#knex = deps.knex;
    this.#sink = deps.sink;
    this.#holds = deps.holds;
  }

  async run(): Promise<void> {
    if (!(await this.#holds())) {
      return;
    }
    const position = await readPosition(this.#knex);
    if (position.count === this.#lastCount || position.count === 0) {
      return;
    }
    await this.#sink.append({ ...position });
    this.#lastCount = position.count;
  }

  /** Signs early when so many entries wait for the next minute. */
  async runWhenBehind(entries: number): Promise<void> {
    const head = await this.#knex('record_head').first('n');
    if (Number(head.n) - this.#lastCount >= entries) {
      await this.run();
    }
  }
}
