import type { Model, Row } from './modelTypes';

/** What the snapshot file holds. */
export interface NetboxState {
  sequences: Record<string, number>;
  tables: Record<string, Row[]>;
}

/** The change log keeps this many rows; NetBox prunes by age instead. */
const CHANGE_LOG_LIMIT = 20_000;

/**
 * The objects of the simulated NetBox. Node runs one request's writes without
 * interruption, which stands in for NetBox's advisory locks.
 */
export class NetboxStore {
  readonly models: readonly Model[];
  readonly #models: Map<string, Model>;
  #onWrite: () => void = () => {};
  #tables = new Map<string, Map<number, Row>>();
  #lists = new Map<string, Row[]>();
  #sequences = new Map<string, number>();
  #undo: (() => void)[] | undefined;

  constructor(models: readonly Model[]) {
    this.models = models;
    this.#models = new Map(models.map(model => [model.key, model]));
  }

  /** Called after each transaction, also one that was rolled back. */
  onWrite(listener: () => void): void {
    this.#onWrite = listener;
  }

  /** Throws on a key the lab has no model for. */
  model(key: string): Model {
    const model = this.#models.get(key);
    if (!model) {
      throw new Error(`the lab's NetBox has no model ${key}`);
    }
    return model;
  }

  /** All rows by id. The array is shared: do not change it. */
  rows(key: string): readonly Row[] {
    let list = this.#lists.get(key);
    if (!list) {
      list = [...this.#table(key).values()];
      this.#lists.set(key, list);
    }
    return list;
  }

  find(key: string, id: unknown): Row | undefined {
    return typeof id === 'number' ? this.#table(key).get(id) : undefined;
  }

  display(key: string, row: Row): string {
    return this.model(key).display(row, this);
  }

  /** Like a PostgreSQL sequence: an id of a rolled back row is not used again. */
  nextId(key: string): number {
    const id = (this.#sequences.get(key) ?? 0) + 1;
    this.#sequences.set(key, id);
    return id;
  }

  put(key: string, row: Row): void {
    const before = this.#table(key).get(row.id);
    this.#undo?.push(() => this.#write(key, row.id, before));
    this.#write(key, row.id, row);
    if (key === 'core.objectchange' && row.id > CHANGE_LOG_LIMIT) {
      this.#write(key, row.id - CHANGE_LOG_LIMIT, undefined);
    }
  }

  remove(key: string, id: number): void {
    const before = this.#table(key).get(id);
    this.#undo?.push(() => this.#write(key, id, before));
    this.#write(key, id, undefined);
  }

  /** All of `work` or, when it throws, none of it. */
  transaction<T>(work: () => T): T {
    if (this.#undo) {
      return work();
    }
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return work();
    } catch (error) {
      undo.reverse().forEach(step => step());
      throw error;
    } finally {
      this.#undo = undefined;
      this.#onWrite();
    }
  }

  dump(): NetboxState {
    return {
      sequences: Object.fromEntries(this.#sequences),
      tables: Object.fromEntries(
        [...this.#tables].map(([key, rows]) => [key, [...rows.values()]]),
      ),
    };
  }

  load(state: NetboxState): void {
    this.#sequences = new Map(Object.entries(state.sequences));
    this.#lists.clear();
    this.#tables = new Map(
      Object.entries(state.tables).map(([key, rows]) => [
        key,
        new Map(rows.map(row => [row.id, row])),
      ]),
    );
  }

  #table(key: string): Map<number, Row> {
    let table = this.#tables.get(key);
    if (!table) {
      table = new Map();
      this.#tables.set(key, table);
    }
    return table;
  }

  #write(key: string, id: number, row: Row | undefined): void {
    this.#lists.delete(key);
    if (row) {
      this.#table(key).set(id, row);
    } else {
      this.#table(key).delete(id);
    }
  }
}
