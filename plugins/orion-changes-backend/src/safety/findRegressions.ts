import { Knex } from 'knex';
import {
  Checkpoint,
  CheckpointSink,
  UnsignedCheckpointsError,
} from '../record/CheckpointSink';
import { headAfter, readPosition } from '../record/readPosition';

/**
 * What tells that this database is not the one that went on after the newest
 * checkpoint: one sentence each, empty when everything signed is still there.
 */
export async function findRegressions(
  knex: Knex,
  sink: CheckpointSink,
): Promise<string[]> {
  let last: Checkpoint | undefined;
  try {
    last = await sink.readLast();
  } catch (error) {
    if (error instanceof UnsignedCheckpointsError) {
      return [`${error.message}.`];
    }
    throw error;
  }
  return last ? compare(knex, last) : [];
}

async function compare(knex: Knex, last: Checkpoint): Promise<string[]> {
  const now = await readPosition(knex);
  const reasons: string[] = [];
  if (now.system !== last.system) {
    reasons.push(
      `This is another PostgreSQL cluster (${now.system}) than the one of the checkpoint of ${last.at} (${last.system}).`,
    );
  } else if (last.timeline !== undefined && now.timeline !== last.timeline) {
    reasons.push(
      `PostgreSQL is on timeline ${now.timeline}, the checkpoint of ${last.at} is of timeline ${last.timeline}: it was recovered, or a standby took over.`,
    );
  }
  if (now.count < last.count) {
    reasons.push(
      `The record has ${now.count} entries, the checkpoint of ${
        last.at
      } signed ${last.count}: at least ${last.count - now.count} are lost.`,
    );
  } else if ((await headAfter(knex, last.count)) !== last.head) {
    reasons.push(
      `Entry ${last.count} of the record is not the one signed at ${last.at}: history went another way before it.`,
    );
  }
  return reasons;
}

/** The last entry on which record and checkpoints still agree. */
export async function agreesUpTo(
  knex: Knex,
  sink: CheckpointSink,
): Promise<number> {
  const signed = await sink.read(() => undefined);
  for (const checkpoint of signed.reverse()) {
    if ((await headAfter(knex, checkpoint.count)) === checkpoint.head) {
      return checkpoint.count;
    }
  }
  return 0;
}
