import { Knex } from 'knex';
import { RecordRow } from '../database/tables';
import { nextHeadHash, recordHash } from './appendRecord';
import { Checkpoint, CheckpointSink } from './CheckpointSink';
import { readPosition } from './readPosition';
import { readRecordGuard, RecordGuard } from './readRecordGuard';

export interface RecordVerdict {
  ok: boolean;
  entries: number;
  head: string;
  /** Time of the newest checkpoint that matches; absent: nothing outside the database vouches for the record. */
  anchoredAt?: string;
  /** What keeps this portal from altering the record: its role's rights, only triggers, or nothing. */
  guard: RecordGuard;
  /** What is known and accepted, such as a restore. */
  notes: string[];
  problems: string[];
}

const BATCH = 1_000;
const MAX_PROBLEMS = 50;

/**
 * Walks the whole record: every per-change chain, the gapless global log, the
 * head, and each signed checkpoint outside the database.
 */
export async function verifyRecord(
  knex: Knex,
  sink: CheckpointSink | undefined,
): Promise<RecordVerdict> {
  const problems: string[] = [];
  const report = (text: string) =>
    problems.length < MAX_PROBLEMS && problems.push(text);
  const checkpoints = new Map<number, Checkpoint[]>();
  // Read before the database: what is signed afterwards is not in its picture.
  const signed = (await sink?.read(report)) ?? [];
  const { standing, notes } = acceptRestores(signed);
  for (const checkpoint of standing) {
    // All of one count: a later one must not hide what an earlier one signed.
    checkpoints.set(checkpoint.count, [
      ...(checkpoints.get(checkpoint.count) ?? []),
      checkpoint,
    ]);
  }
  // One picture for all reads: entries come in while this walks.
  return knex.transaction(
    async tx => {
      const walked = await walk(tx, checkpoints, report);
      await checkDatabase(tx, standing.at(-1), report);
      const guard = await readRecordGuard(tx);
      return { ...walked, guard, notes, problems, ok: problems.length === 0 };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

/** Statements that still bind: a later acceptance speaks for what a restore lost. */
function acceptRestores(signed: Checkpoint[]) {
  let standing: Checkpoint[] = [];
  const notes: string[] = [];
  for (const checkpoint of signed) {
    const { accepted } = checkpoint;
    if (accepted) {
      const lost = standing.filter(({ count }) => count > accepted.agreesUpTo);
      const upTo = Math.max(
        accepted.agreesUpTo,
        ...lost.map(({ count }) => count),
      );
      standing = standing.filter(({ count }) => count <= accepted.agreesUpTo);
      notes.push(
        `${accepted.by} took a restored database as it was at ${checkpoint.at}: signed entries ${accepted.agreesUpTo} to ${upTo} of the time before are gone. "${accepted.comment}"`,
      );
    }
    standing.push(checkpoint);
  }
  return { standing, notes };
}

/** The newest statement names the server it was made on. */
async function checkDatabase(
  knex: Knex,
  newest: Checkpoint | undefined,
  report: (text: string) => unknown,
): Promise<void> {
  const { system } = await readPosition(knex);
  if (newest && newest.system !== system) {
    report(
      `The checkpoint of ${newest.at} was signed for the PostgreSQL cluster ${newest.system}, this one is ${system}`,
    );
  }
}

async function walk(
  knex: Knex,
  checkpoints: Map<number, Checkpoint[]>,
  report: (text: string) => unknown,
): Promise<Pick<RecordVerdict, 'entries' | 'head' | 'anchoredAt'>> {
  const chains = new Map<string, { seq: number; hash: string }>();
  let head = '';
  let n = 0;
  let anchoredAt: string | undefined;
  for (;;) {
    const rows = await knex('record_log')
      .leftJoin('record', join =>
        join
          .on('record.change_id', 'record_log.change_id')
          .andOn('record.seq', 'record_log.seq'),
      )
      .where('record_log.n', '>', n)
      .orderBy('record_log.n')
      .limit(BATCH)
      .select(
        'record_log.*',
        'record.event',
        'record.body',
        'record.prev_hash',
        'record.hash',
        'record.at as entry_at',
      );
    for (const row of rows) {
      n += 1;
      if (Number(row.n) !== n) {
        report(`The log has a gap: entry ${n} is missing`);
        n = Number(row.n);
      }
      checkEntry(row, chains, report);
      head = nextHeadHash(head, row.leaf_hash);
      if (head !== row.head_hash) {
        report(`Entry ${n} does not follow from the one before it`);
        head = row.head_hash;
      }
      for (const checkpoint of checkpoints.get(n) ?? []) {
        if (checkpoint.head === head) {
          anchoredAt = checkpoint.at;
        } else {
          report(
            `Entry ${n} is not what the checkpoint of ${checkpoint.at} signed`,
          );
        }
      }
    }
    if (rows.length < BATCH) {
      break;
    }
  }
  const stored = await knex('record_head').first();
  if (Number(stored.n) !== n || stored.head_hash !== head) {
    report(`The head says ${stored.n} entries, the log has ${n}`);
  }
  for (const checkpoint of [...checkpoints.values()].flat()) {
    if (checkpoint.count > n) {
      report(
        `The checkpoint of ${checkpoint.at} signed ${checkpoint.count} entries, the log has only ${n}: entries were lost`,
      );
    }
  }
  const [{ count }] = await knex('record').count();
  if (Number(count) !== n) {
    report(`The chains hold ${count} entries, the log ${n}`);
  }
  return { entries: n, head, anchoredAt };
}

function checkEntry(
  row: RecordRow & { leaf_hash: string; entry_at: Date | null },
  chains: Map<string, { seq: number; hash: string }>,
  report: (text: string) => unknown,
): void {
  const name = `#${row.change_id} entry ${row.seq}`;
  if (!row.hash || !row.entry_at) {
    report(`${name} is in the log but not in the record`);
    return;
  }
  const last = chains.get(row.change_id) ?? { seq: 0, hash: '' };
  if (row.seq !== last.seq + 1 || row.prev_hash !== last.hash) {
    report(`${name} does not follow its change's chain`);
  }
  const hash = recordHash({
    changeId: row.change_id,
    seq: row.seq,
    at: row.entry_at.toISOString(),
    event: row.event,
    body: row.body,
    prevHash: row.prev_hash,
  });
  if (hash !== row.hash || hash !== row.leaf_hash) {
    report(`${name} was altered`);
  }
  chains.set(row.change_id, { seq: row.seq, hash: row.hash });
}
