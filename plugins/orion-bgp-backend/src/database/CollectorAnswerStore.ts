import { Knex } from 'knex';

/** What the collector is remembered for. */
export type CollectorQuestion = 'tables' | 'own-prefixes';

/** An answer that was kept. */
export interface KeptAnswer {
  answer: unknown;
  /** By the database's clock. */
  answeredAt: Date;
}

/** What the collector said last. */
export interface CollectorAnswerStore {
  find(question: CollectorQuestion): Promise<KeptAnswer | undefined>;
  /** Leaves an answer alone that is younger than `minAgeMs`. */
  keep(
    question: CollectorQuestion,
    answer: unknown,
    minAgeMs: number,
  ): Promise<void>;
}

export class DatabaseCollectorAnswerStore implements CollectorAnswerStore {
  readonly #knex: Knex;

  /** The table must exist: its migration belongs to the plugin. */
  static create(deps: { knex: Knex }): DatabaseCollectorAnswerStore {
    return new DatabaseCollectorAnswerStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async find(question: CollectorQuestion): Promise<KeptAnswer | undefined> {
    const row = await this.#knex('collector_answers')
      .where({ question })
      .first('answer', 'answered_at');
    return row && { answer: row.answer, answeredAt: row.answered_at };
  }

  async keep(
    question: CollectorQuestion,
    answer: unknown,
    minAgeMs: number,
  ): Promise<void> {
    await this.#knex.raw(
      `INSERT INTO collector_answers (question, answer, answered_at)
       VALUES (?, ?::jsonb, clock_timestamp())
       ON CONFLICT (question) DO UPDATE
       SET answer = excluded.answer, answered_at = excluded.answered_at
       WHERE collector_answers.answered_at
             < clock_timestamp() - ? * interval '1 millisecond'`,
      [question, JSON.stringify(answer), minAgeMs],
    );
  }
}
