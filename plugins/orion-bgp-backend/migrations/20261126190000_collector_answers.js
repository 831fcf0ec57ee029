// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    CREATE TABLE collector_answers (
      question text PRIMARY KEY,
      answer jsonb NOT NULL,
      answered_at timestamptz NOT NULL
    );
    COMMENT ON TABLE collector_answers IS 'What the collector of routes said last, shown with its age while it is away.';
    COMMENT ON COLUMN collector_answers.question IS 'tables or own-prefixes.';
    COMMENT ON COLUMN collector_answers.answer IS 'For tables what the call of that name answers; for own-prefixes OwnPrefixFacts.';
  `);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP TABLE collector_answers');
};
