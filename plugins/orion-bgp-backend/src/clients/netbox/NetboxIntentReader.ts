import {
  NetboxClient,
  NetboxConfig,
  NetboxError,
  NetboxQuery,
} from '@orion/backstage-plugin-orion-ipam-node';
import { NetboxPrefix } from '@orion/backstage-plugin-orion-bgp-common';
import {
  AGGREGATE_FIELDS,
  AggregateAnswer,
  PREFIX_FIELDS,
  PrefixAnswer,
  SESSION_FIELDS,
  SessionAnswer,
} from './netboxAnswers';
import { NetboxReading } from './NetboxReading';
import {
  toIntentRecord,
  toNetboxAggregate,
  toNetboxPrefix,
} from './toNetboxRecord';

const PAGE_SIZE = 200;

/** What every object of NetBox has. */
const isObject = (item: { id?: unknown } | null) =>
  typeof item?.id === 'number';

/** Reads what NetBox says about BGP, with a cap on every list. */
export class NetboxIntentReader {
  readonly #client: NetboxClient;
  readonly #url: string;
  readonly #maxRecords: number;

  /** Uses the token that reads; the other one only where there is no such. */
  static create(options: {
    netbox: NetboxConfig;
    maxRecords: number;
  }): NetboxIntentReader {
    return new NetboxIntentReader(options);
  }

  private constructor(options: { netbox: NetboxConfig; maxRecords: number }) {
    const { url, timeoutMs, readToken, writeToken } = options.netbox;
    const token = readToken ?? writeToken;
    this.#client = NetboxClient.create({ url, timeoutMs, token });
    this.#url = url;
    this.#maxRecords = options.maxRecords;
  }

  /**
   * Aggregates are part of every NetBox: when they cannot be read, nothing was
   * read. Sessions may be missing by themselves.
   *
   * @throws NetboxError
   */
  async read(signal?: AbortSignal): Promise<NetboxReading> {
    const reading: NetboxReading = {
      aggregates: [],
      prefixes: [],
      notes: [],
      problems: [],
    };
    await this.#readAggregates(reading, signal);
    await this.#readPrefixes(reading, signal);
    await this.#readSessions(reading, signal);
    return reading;
  }

  /** Space of a private RIR, such as RFC 1918, is nobody's to announce. */
  async #readAggregates(
    reading: NetboxReading,
    signal?: AbortSignal,
  ): Promise<void> {
    const rirs = await this.#list<{ id: number }>(
      'ipam/rirs/',
      { is_private: true, fields: 'id' },
      signal,
    );
    const isPrivate = new Set(rirs.items.map(({ id }) => id));
    const { items, cut } = await this.#list<AggregateAnswer>(
      'ipam/aggregates/',
      { fields: AGGREGATE_FIELDS },
      signal,
    );
    reading.aggregates = items
      .filter(({ rir }) => !isPrivate.has(rir?.id ?? 0))
      .flatMap(raw => toNetboxAggregate(raw, this.#url) ?? []);
    this.#noteCut(reading, 'aggregates', cut || rirs.cut);
  }

  async #readPrefixes(
    reading: NetboxReading,
    signal?: AbortSignal,
  ): Promise<void> {
    const found = new Map<number, NetboxPrefix>();
    let isCut = false;
    for (const { prefix } of reading.aggregates) {
      const { items, cut } = await this.#list<PrefixAnswer>(
        'ipam/prefixes/',
        { within_include: prefix, fields: PREFIX_FIELDS },
        signal,
        this.#maxRecords - found.size,
      );
      for (const raw of items) {
        const record = toNetboxPrefix(raw, this.#url);
        if (record) {
          found.set(record.id, record);
        }
      }
      isCut ||= cut;
    }
    reading.prefixes = [...found.values()];
    this.#noteCut(reading, 'prefixes', isCut);
  }

  async #readSessions(
    reading: NetboxReading,
    signal?: AbortSignal,
  ): Promise<void> {
    try {
      const { items, cut } = await this.#list<SessionAnswer>(
        'plugins/bgp/session/',
        { fields: SESSION_FIELDS },
        signal,
      );
      const records = items.flatMap(
        raw => toIntentRecord(raw, this.#url) ?? [],
      );
      reading.sessions = records;
      this.#noteCut(reading, 'BGP sessions', cut);
      const unreadable = items.length - records.length;
      if (unreadable > 0) {
        reading.notes.push(
          `${unreadable} BGP sessions of NetBox lack an address or an AS and were left out.`,
        );
      }
    } catch (error) {
      if (NetboxError.hasStatus(error, 404)) {
        reading.sessions = 'absent';
        reading.notes.push(
          'NetBox has no BGP sessions: the plugin netbox-bgp is not installed.',
        );
      } else if (error instanceof NetboxError) {
        reading.problems.push(error.message);
      } else {
        throw error;
      }
    }
  }

  #noteCut(reading: NetboxReading, what: string, cut: boolean): void {
    if (cut) {
      reading.notes.push(
        `NetBox has more than ${
          this.#maxRecords
        } ${what}; the rest was not read (orion.bgp.netbox.maxRecords).`,
      );
    }
  }

  /** In the order of ids; `cut` when there are more than the cap. */
  async #list<T extends { id: number }>(
    path: string,
    query: NetboxQuery,
    signal?: AbortSignal,
    max = this.#maxRecords,
  ): Promise<{ items: T[]; cut: boolean }> {
    const items: T[] = [];
    for (let seen = 0; ; ) {
      const limit = Math.min(PAGE_SIZE, max - seen);
      if (limit <= 0) {
        return { items, cut: true };
      }
      const page = await this.#client.get<{ results: T[]; next: unknown }>(
        path,
        { ordering: 'id', ...query, limit, offset: seen },
        signal,
      );
      if (!Array.isArray(page?.results)) {
        throw new Error(
          `NetBox answered ${path} with something else than a list`,
        );
      }
      items.push(...page.results.filter(isObject));
      seen += page.results.length;
      // A shrinking list must not loop for ever.
      if (page.next === null || page.results.length === 0) {
        return { items, cut: false };
      }
    }
  }
}
