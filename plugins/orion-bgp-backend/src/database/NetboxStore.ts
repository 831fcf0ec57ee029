import { isDeepStrictEqual } from 'node:util';
import {
  IntentRecord,
  NetboxAggregate,
  NetboxPrefix,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Knex } from 'knex';
import { NetboxMachines, NetboxReading } from '../clients/netbox/NetboxReading';

type Kind = 'session' | 'plugin' | 'machines' | 'aggregate' | 'prefix' | 'note';

interface RecordRow {
  kind: Kind;
  /** PostgreSQL hands bigint over as text. */
  id: string;
  record: unknown;
}

interface NewRow {
  id: number;
  prefix?: string;
  record: unknown;
}

/** Rows of one statement: each has four bindings of 65,535. */
const BATCH = 1000;

/** What NetBox said last. */
export interface NetboxStore {
  /** In the transaction of the lease; true when people see a difference. */
  write(trx: Knex.Transaction, reading: NetboxReading): Promise<boolean>;
  /** Undefined when NetBox keeps none, or when they were never read. */
  findSessions(): Promise<IntentRecord[] | undefined>;
  /** Undefined when they were never read. */
  findMachines(): Promise<NetboxMachines | undefined>;
  listAggregates(): Promise<NetboxAggregate[]>;
  listNotes(): Promise<string[]>;
  /** The aggregate that is the prefix or around it. */
  findAggregate(prefix: string): Promise<NetboxAggregate | undefined>;
  /** With exactly this prefix. */
  listExact(prefix: string): Promise<NetboxPrefix[]>;
  /** The smallest around it. */
  findCovering(prefix: string): Promise<NetboxPrefix | undefined>;
}

export class DatabaseNetboxStore implements NetboxStore {
  readonly #knex: Knex;

  /** The table must exist: its migration belongs to the plugin. */
  static create(deps: { knex: Knex }): DatabaseNetboxStore {
    return new DatabaseNetboxStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async write(trx: Knex.Transaction, reading: NetboxReading): Promise<boolean> {
    const { machines, sessions } = reading;
    const changed = [
      sessions && (await replaceSessions(trx, sessions)),
      // One row: that there is none of a name is known, too.
      machines &&
        (await replace(trx, 'machines', [{ id: 0, record: machines }])),
      await replace(trx, 'aggregate', reading.aggregates.map(withPrefix)),
      await replace(trx, 'prefix', reading.prefixes.map(withPrefix)),
      await replace(
        trx,
        'note',
        reading.notes.map((record, id) => ({ id, record })),
      ),
    ];
    return changed.some(Boolean);
  }

  async findSessions(): Promise<IntentRecord[] | undefined> {
    const [installed] = await this.#list<boolean>('plugin');
    return installed ? this.#list<IntentRecord>('session') : undefined;
  }

  async findMachines(): Promise<NetboxMachines | undefined> {
    const [machines] = await this.#list<NetboxMachines>('machines');
    return machines;
  }

  async listAggregates(): Promise<NetboxAggregate[]> {
    return this.#list<NetboxAggregate>('aggregate');
  }

  async listNotes(): Promise<string[]> {
    return this.#list<string>('note');
  }

  async findAggregate(prefix: string): Promise<NetboxAggregate | undefined> {
    const [found] = await this.#of<NetboxAggregate>('aggregate')
      .whereRaw('prefix >>= ?::cidr', [prefix])
      .orderByRaw('masklen(prefix) DESC')
      .limit(1);
    return found?.record;
  }

  async listExact(prefix: string): Promise<NetboxPrefix[]> {
    const rows = await this.#of<NetboxPrefix>('prefix')
      .whereRaw('prefix = ?::cidr', [prefix])
      .orderBy('id');
    return rows.map(({ record }) => record);
  }

  async findCovering(prefix: string): Promise<NetboxPrefix | undefined> {
    const [found] = await this.#of<NetboxPrefix>('prefix')
      .whereRaw('prefix >> ?::cidr', [prefix])
      .orderByRaw('masklen(prefix) DESC, id')
      .limit(1);
    return found?.record;
  }

  async #list<T>(kind: Kind): Promise<T[]> {
    const rows = await this.#of<T>(kind).orderBy('id');
    return rows.map(({ record }) => record);
  }

  #of<T>(kind: Kind): Knex.QueryBuilder<any, { record: T }[]> {
    return this.#knex('netbox_records').where({ kind }).select('record');
  }
}

function withPrefix(record: NetboxAggregate | NetboxPrefix): NewRow {
  return { id: record.id, prefix: record.prefix, record };
}

/** No sessions and no plugin that keeps them are two things. */
async function replaceSessions(
  trx: Knex.Transaction,
  sessions: IntentRecord[] | 'absent',
): Promise<boolean> {
  const records = sessions === 'absent' ? [] : sessions;
  const plugin = [{ id: 0, record: sessions !== 'absent' }];
  const moved = await replace(trx, 'plugin', plugin);
  return (
    (await replace(
      trx,
      'session',
      records.map(record => ({ id: record.id, record })),
    )) || moved
  );
}

/** Writes only when something differs: NetBox says the same most of the time. */
async function replace(
  trx: Knex.Transaction,
  kind: Kind,
  rows: NewRow[],
): Promise<boolean> {
  const before = await trx<RecordRow>('netbox_records')
    .where({ kind })
    .select('id', 'record');
  const known = new Map(before.map(({ id, record }) => [Number(id), record]));
  const same =
    known.size === rows.length &&
    rows.every(({ id, record }) =>
      isDeepStrictEqual(known.get(id), plain(record)),
    );
  if (same) {
    return false;
  }
  await trx('netbox_records').where({ kind }).delete();
  for (let at = 0; at < rows.length; at += BATCH) {
    await trx('netbox_records').insert(
      rows.slice(at, at + BATCH).map(({ id, prefix, record }) => ({
        kind,
        id,
        prefix: prefix ?? null,
        record: JSON.stringify(record),
      })),
    );
  }
  return true;
}

/** As it comes back from the database: without what is undefined. */
function plain(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record));
}
