import { Client } from 'pg';
import { parseState } from './parseState';
import { provisionState } from './provisionState';
import { pushErroredState } from './pushErroredState';
import { assertSchemaName } from './schemaName';
import { StateBase, StateSnapshot, StateStore } from './StateStore';

const UNDEFINED_TABLE = '42P01';

function libpqUrl(connectionString: string): string {
  const url = new URL(connectionString);
  // One URL serves the engine and this client: sslmode must mean the same.
  url.searchParams.set('uselibpqcompat', 'true');
  return url.toString();
}

/**
 * {@link StateStore} over the tables of Terraform's `pg` backend. Each call
 * opens its own short connection: locks of a session must not meet a pool.
 *
 * @public
 */
export class PgStateStore implements StateStore {
  readonly #connectionString: string;

  /** Opens no connection yet. Throws when the text is no URL. */
  static create({ connectionString }: { connectionString: string }) {
    return new PgStateStore(libpqUrl(connectionString));
  }

  private constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  /** One transaction under an advisory lock, so first applies may race. */
  async provision({ schema }: { schema: string }): Promise<StateBase> {
    assertSchemaName(schema);
    return this.#transaction(client => provisionState(client, schema));
  }

  /** Throws when the stored text is no version 4 state. */
  async read({
    schema,
  }: {
    schema: string;
  }): Promise<StateSnapshot | undefined> {
    assertSchemaName(schema);
    return this.#connected(async client => {
      const row = await this.#findRow(client, schema);
      return row && parseState(row.data);
    });
  }

  /** Looks into `pg_locks` for Terraform's advisory lock on the row. */
  async isLocked({ schema }: { schema: string }): Promise<boolean> {
    assertSchemaName(schema);
    return this.#connected(async client => {
      const row = await this.#findRow(client, schema);
      if (!row) return false;
      // A one-key advisory lock shows its 64 bits in two halves.
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_locks
          WHERE locktype = 'advisory' AND objsubid = 1 AND granted
            AND database = (SELECT oid FROM pg_database
                             WHERE datname = current_database())
            AND (classid::bigint << 32 | objid::bigint) = $1::bigint`,
        [row.id],
      );
      return rowCount !== 0;
    });
  }

  /**
   * One transaction that holds the row and Terraform's own lock; says why it
   * refused instead of throwing.
   */
  async pushErrored(options: {
    schema: string;
    erroredState: string;
    base: StateBase;
  }) {
    const schema = assertSchemaName(options.schema);
    return this.#transaction(client =>
      pushErroredState(client, schema, options),
    );
  }

  /**
   * Throws with the addresses that are left, unless forced. A missing schema is
   * no error.
   */
  async drop({ schema, force }: { schema: string; force?: boolean }) {
    assertSchemaName(schema);
    const state = await this.read({ schema });
    const left = state ? [...state.addresses, ...state.deposed] : [];
    if (left.length > 0 && !force) {
      throw new Error(`State ${schema} still names ${left.join(', ')}`);
    }
    await this.#connected(client =>
      client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`),
    );
  }

  async #findRow(client: Client, schema: string) {
    try {
      const { rows } = await client.query(
        `SELECT id, data FROM ${schema}.states WHERE name = 'default'`,
      );
      return rows[0] as { id: string; data: string } | undefined;
    } catch (error) {
      if ((error as { code?: string }).code === UNDEFINED_TABLE) {
        return undefined;
      }
      throw error;
    }
  }

  async #connected<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({
      connectionString: this.#connectionString,
      connectionTimeoutMillis: 10_000,
      application_name: 'orion-state',
    });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  #transaction<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.#connected(async client => {
      await client.query('BEGIN');
      try {
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // On a broken connection this fails too; the first error says why.
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }
}
