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
  DEVICE_FIELDS,
  MachineAnswer,
  PREFIX_FIELDS,
  PrefixAnswer,
  SESSION_FIELDS,
  SessionAnswer,
  VM_FIELDS,
} from './netboxAnswers';
import { NetboxReading } from './NetboxReading';
import {
  toIntentRecord,
  toNetboxAggregate,
  toNetboxMachine,
  toNetboxPrefix,
} from './toNetboxRecord';

const PAGE_SIZE = 200;

/** What every object of NetBox has. */
const isObject = (item: { id?: unknown } | null) =>
  typeof item?.id === 'number';

interface ReaderOptions {
  netbox: NetboxConfig;
  maxRecords: number;
  /** Names of the devices and virtual machines that are routers. */
  machines: string[];
}

/** Reads what NetBox says about BGP, with a cap on every list. */
export class NetboxIntentReader {
  readonly #client: NetboxClient;
  readonly #url: string;
  readonly #maxRecords: number;
  readonly #machines: string[];

  /** Uses the token that reads; the other one only where there is no such. */
  static create(options: ReaderOptions): NetboxIntentReader {
    return new NetboxIntentReader(options);
  }

  private constructor(options: ReaderOptions) {
    const { url, timeoutMs, readToken, writeToken } = options.netbox;
    const token = readToken ?? writeToken;
    this.#client = NetboxClient.create({ url, timeoutMs, token });
    this.#url = url;
    this.#maxRecords = options.maxRecords;
    this.#machines = [...new Set(options.machines)];
  }

  /**
   * Aggregates are part of every NetBox: when they cannot be read, nothing was
   * read. Sessions and machines may be missing by themselves.
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
    await this.#readMachines(reading, signal);
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

  /** Half of them would say that the rest has no address. */
  async #readMachines(
    reading: NetboxReading,
    signal?: AbortSignal,
  ): Promise<void> {
    const asked = this.#machines;
    if (asked.length === 0) {
      // Without a name NetBox would answer with all it has.
      return;
    }
    const named = (path: string, fields: string) =>
      this.#list<MachineAnswer>(path, { name: asked, fields }, signal);
    try {
      const devices = await named('dcim/devices/', DEVICE_FIELDS);
      const guests = await named('virtualization/virtual-machines/', VM_FIELDS);
      const cut = devices.cut || guests.cut;
      this.#noteCut(reading, 'machines', cut);
      if (!cut) {
        const found = [...devices.items, ...guests.items].flatMap(
          raw => toNetboxMachine(raw) ?? [],
        );
        reading.machines = { asked, found };
      }
    } catch (error) {
      if (!(error instanceof NetboxError)) {
        throw error;
      }
      reading.problems.push(error.message);
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
