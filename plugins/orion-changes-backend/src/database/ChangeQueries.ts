import { Knex } from 'knex';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  ChangeLogChunk,
  ChangeState,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangesConfig } from '../config';
import { ChangeRow, RecordRow, RunRow } from './tables';

const MAX_PAGE = 100;
const LOG_CHUNK_CHARS = 256 * 1024;

/** `all` sees everything; otherwise what one requested, owns, or approves for. */
export type ChangeVisibility =
  | { all: true }
  | { all: false; owners: string[]; approverFor: ApproverScope[] };

/** A pair of what a group may approve: a pattern of kinds, and an owner or every owner. */
export interface ApproverScope {
  kind: string;
  owner?: string;
}

export interface ListChangesFilter {
  view: 'mine' | 'waiting' | 'all';
  state?: ChangeState[];
  kind?: string;
  owner?: string;
  targetRef?: string;
  text?: string;
  limit: number;
  cursor?: string;
}

interface QueryCaller {
  userRef: string;
  visibility: ChangeVisibility;
  /** What this person may decide on, whatever else they see. */
  approverFor?: ApproverScope[];
}

/** Reads of the pipeline. Who may see what is part of the SQL, never a filter afterwards. */
export class ChangeQueries {
  readonly #knex: Knex;

  constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  get knex(): Knex {
    return this.#knex;
  }

  async findVisible(
    id: string,
    caller: QueryCaller,
  ): Promise<ChangeRow | undefined> {
    return this.#visible(caller).where({ id }).first();
  }

  /** True when a change has ended and nothing of it is left to clean up. */
  async isOver(id: string): Promise<boolean> {
    if (!/^\d{1,15}$/.test(id)) {
      return false;
    }
    const row = await this.#knex<ChangeRow>('changes').where({ id }).first();
    return (
      row !== undefined &&
      row.ended_at !== null &&
      (row.cleanup === null || row.cleanup === 'done')
    );
  }

  async list(
    filter: ListChangesFilter,
    caller: QueryCaller,
  ): Promise<{ rows: ChangeRow[]; nextCursor?: string; total: number }> {
    const limit = Math.min(Math.max(filter.limit, 1), MAX_PAGE);
    const matching = this.#matching(filter, caller);
    const [{ count }] = await matching.clone().count({ count: '*' });
    const query = matching
      .clone()
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (filter.cursor) {
      query.where('id', '<', readCursor(filter.cursor));
    }
    const rows = await query.select('*');
    const more = rows.length > limit;
    const page = more ? rows.slice(0, limit) : rows;
    return {
      rows: page,
      total: Number(count),
      nextCursor: more
        ? Buffer.from(page[page.length - 1].id).toString('base64url')
        : undefined,
    };
  }

  async listRecords(id: string): Promise<RecordRow[]> {
    return this.#knex<RecordRow>('record')
      .where({ change_id: id })
      .orderBy('seq');
  }

  async listRuns(id: string): Promise<RunRow[]> {
    return this.#knex<RunRow>('change_runs')
      .where({ change_id: id })
      .orderBy('started_at');
  }

  /** The log of one run from a byte offset; without a run id, of the newest apply, else of the newest run. */
  async readLog(
    changeId: string,
    runId: string | undefined,
    offset: number,
  ): Promise<ChangeLogChunk> {
    const runs = await this.listRuns(changeId);
    const newest = [...runs].reverse();
    const run = runId
      ? runs.find(({ id }) => id === runId)
      : newest.find(({ phase }) => phase === 'apply') ??
        // Some commands print data, not a log.
        newest.find(({ log_bytes: bytes }) => bytes > 0) ??
        newest[0];
    if (!run) {
      if (runId) {
        throw new NotFoundError(`Change #${changeId} has no run ${runId}`);
      }
      return { text: '', nextOffset: 0, totalBytes: 0, ended: false };
    }
    const pieces = await this.#knex('run_log')
      .where({ run_id: run.id })
      .whereRaw('at_byte + octet_length(text) > ?', [offset])
      .orderBy('at_byte')
      .limit(50);
    let text = '';
    let at = offset;
    for (const piece of pieces) {
      const bytes = Buffer.from(piece.text);
      text += fromCharacter(bytes, Math.max(0, at - piece.at_byte));
      at = piece.at_byte + bytes.length;
      if (text.length > LOG_CHUNK_CHARS) {
        break;
      }
    }
    return {
      text,
      nextOffset: at,
      totalBytes: run.log_bytes,
      ended: run.ended_at !== null && at >= run.log_bytes,
      exitCode: run.exit_code ?? undefined,
    };
  }

  #matching(filter: ListChangesFilter, caller: QueryCaller) {
    const query = this.#visible(caller);
    if (filter.view === 'mine') {
      query.where({ requester: caller.userRef });
    } else if (filter.view === 'waiting') {
      query
        .where({ state: 'awaiting-approval' })
        .whereNot({ requester: caller.userRef });
      whereApproverFor(query, caller.approverFor ?? []);
    }
    if (filter.state?.length) {
      query.whereIn('state', filter.state);
    }
    if (filter.kind) {
      query.where({ kind: filter.kind });
    }
    if (filter.owner) {
      query.where({ owner: filter.owner });
    }
    if (filter.targetRef) {
      query.where({ target_ref: filter.targetRef });
    }
    if (filter.text) {
      query.whereRaw('title ILIKE ?', [
        `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`,
      ]);
    }
    return query;
  }

  #visible({ userRef, visibility }: QueryCaller) {
    const query = this.#knex<ChangeRow>('changes');
    if (!visibility.all) {
      const { owners, approverFor } = visibility;
      query.where(q => {
        q.where({ requester: userRef }).orWhereIn('owner', owners);
        q.orWhere(scope => whereApproverFor(scope, approverFor));
      });
    }
    return query;
  }
}

/**
 * Counts what a principal has open and submitted. A person and anything else that
 * submits have limits of their own.
 *
 * @throws NotAllowedError with the numbers.
 */
export async function assertWithinLimits(
  knex: Knex,
  requester: string,
  limits: ChangesConfig['limits'],
): Promise<void> {
  const [{ open, recent }] = await knex('changes')
    .where({ requester })
    .select(
      knex.raw('count(*) FILTER (WHERE ended_at IS NULL)::int AS open'),
      knex.raw(
        "count(*) FILTER (WHERE created_at > clock_timestamp() - interval '1 hour')::int AS recent",
      ),
    );
  const mayOpen = requester.startsWith('user:')
    ? limits.openPerPerson
    : limits.openPerAgent;
  if (open >= mayOpen) {
    throw new NotAllowedError(
      `You have ${open} open changes; the limit is ${mayOpen}. Wait for one to end, or cancel one.`,
    );
  }
  if (recent >= limits.submitsPerHour) {
    throw new NotAllowedError(
      `You submitted ${recent} changes within an hour; the limit is ${limits.submitsPerHour}.`,
    );
  }
}

/** Adds "kind and owner match one of the scopes"; no scope matches nothing. */
function whereApproverFor(
  query: Knex.QueryBuilder,
  scopes: ApproverScope[],
): void {
  query.where((q: Knex.QueryBuilder) => {
    q.whereRaw('false');
    for (const scope of scopes) {
      q.orWhere((one: Knex.QueryBuilder) => {
        if (scope.kind.endsWith('*')) {
          one.whereRaw('kind LIKE ?', [
            `${scope.kind.slice(0, -1).replace(/[\\%_]/g, '\\$&')}%`,
          ]);
        } else {
          one.where({ kind: scope.kind });
        }
        if (scope.owner) {
          one.where({ owner: scope.owner });
        }
      });
    }
  });
}

/** The text from an offset on, without the rest of a character that began before it. */
function fromCharacter(bytes: Buffer, offset: number): string {
  let start = offset;
  // eslint-disable-next-line no-bitwise
  while (start < bytes.length && (bytes[start] & 0xc0) === 0x80) {
    start += 1;
  }
  return bytes.subarray(start).toString('utf8');
}

function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^\d{1,15}$/.test(id)) {
    throw new InputError('cursor: not one this list handed out');
  }
  return id;
}
