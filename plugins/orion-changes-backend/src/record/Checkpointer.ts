import { Knex } from 'knex';
import { CheckpointSink } from './CheckpointSink';

/** Appends a checkpoint whenever the record has grown; called once a minute. */
export class Checkpointer {
  readonly #knex: Knex;
  readonly #sink: CheckpointSink;
  #lastCount = -1;

  constructor(deps: { knex: Knex; sink: CheckpointSink }) {
    this.#knex = deps.knex;
    this.#sink = deps.sink;
  }

  async run(): Promise<void> {
    const head = await this.#knex('record_head').first();
    const count = Number(head.n);
    if (count === this.#lastCount || count === 0) {
      return;
    }
    const { rows } = await this.#knex.raw(
      'SELECT system_identifier::text AS system, clock_timestamp() AS at FROM pg_control_system()',
    );
    await this.#sink.append({
      count,
      head: head.head_hash,
      at: rows[0].at.toISOString(),
      system: rows[0].system,
    });
    this.#lastCount = count;
  }
}
