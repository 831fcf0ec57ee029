import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { ExportRecord, PrefixKey, RouteSource } from '../../routes/RouteSource';
import { RibTable } from '../table/RibTable';
import { lookUp, prefixText } from './lookUp';

/** A list costs the daemon: between two lies at least this many times what one took. */
const REST_FACTOR = 50;
const MIN_REST_MS = 2_000;
/** Of a daemon that does not count what it sends all short lists are read so often. */
const LOOK_MS = 15_000;
/** After a failure: how long a silent daemon was waited for says nothing of what a list costs. */
const RETRY_MS = 5_000;
/**
 * Neighbors that get more are read with the whole table alone: what is small is
 * what we announce ourselves, and what people wait for.
 */
const MAX_EXPORTS = 10_000;
/**
 * A prefix that goes out and is not in the table is most likely our own and new,
 * one that went out and does not is most likely gone, and somebody waits for it:
 * so many are asked for one by one, more wait for the next dump.
 */
const MAX_LOOKUPS = 32;

/** What was found when exports were read anew. */
export interface ExportsRead {
  /** Sessions whose exports are now as the router has them. */
  sessions: string[];
  /** Exports of paths that the table does not have yet, or has no more perhaps. */
  unmatched: number;
  /** Lists that the last dump could not read and that only a dump reads. */
  left: number;
  /** Attributes that came only in part with the paths asked for. */
  cut: number;
  /** Why the first list that could not be read was not. */
  failure?: unknown;
}

/**
 * Reads what goes out to single neighbors, between two dumps of the table: those
 * whose counters moved, the smallest lists first, with rests. Where the daemon has
 * no such counters, all of them, every 15 s.
 */
export class ExportReader {
  readonly #minRestMs: number;
  readonly #lookMs: number;
  readonly #due = new Set<string>();
  #all = false;
  #endedAt = -Infinity;
  #restMs = 0;
  /** Exports of a session as they were last read. */
  #counts = new Map<string, number>();
  #counted = true;
  #long: string[] = [];
  readonly #unread = new Set<string>();
  /**
   * Asked for since the last dump: of a session that was down just then they lack
   * the paths that came back with it, so they are asked for again with each look.
   */
  readonly #asked = new Map<string, PrefixKey>();

  readonly #onMoved?: (prefix: PrefixKey) => void;

  /** @param options - `onMoved`: told of each prefix whose paths are others, asked for again */
  constructor(
    options: {
      minRestMs?: number;
      lookMs?: number;
      onMoved?(prefix: PrefixKey): void;
    } = {},
  ) {
    this.#onMoved = options.onMoved;
    this.#minRestMs = options.minRestMs ?? MIN_REST_MS;
    this.#lookMs = options.lookMs ?? LOOK_MS;
  }

  /** Sessions that get too much to be read here, by name. */
  get long(): readonly string[] {
    return this.#long;
  }

  /** Sessions whose exports the last dump could not read, nor anybody since, by name. */
  get unread(): readonly string[] {
    return [...this.#unread].sort();
  }

  /** These may have changed; without names, any. */
  note(sessions?: readonly string[]): void {
    sessions?.forEach(session => this.#due.add(session));
    this.#all ||= sessions === undefined;
  }

  /** All of it is read with the table now, or never: nothing is due. */
  forget(): void {
    this.#due.clear();
    this.#all = false;
  }

  /**
   * So much goes out to each, by the reading of a whole table that just ended;
   * `counted` where the daemon's counters will tell when that is another. What it
   * could not read of the `unread` is due soon.
   */
  learn(
    counts: ReadonlyMap<string, number>,
    counted: boolean,
    unread: readonly string[] = [],
  ): void {
    this.#counts = new Map(counts);
    this.#counted = counted;
    this.#long = tooLong(counts);
    this.#asked.clear();
    this.#unread.clear();
    unread.forEach(session => this.#unread.add(session));
    if (unread.length > 0) {
      this.note(unread);
      this.#restMs = RETRY_MS;
    }
    this.#endedAt = performance.now();
  }

  /** Milliseconds until something is to be read; undefined while nothing is. */
  get leftMs(): number | undefined {
    const isTold = this.#isTold;
    if (!isTold && this.#counted && this.#asked.size === 0) {
      return undefined;
    }
    const least = isTold ? this.#minRestMs : this.#lookMs;
    const rest = Math.max(least, this.#restMs);
    return Math.max(0, this.#endedAt + rest - performance.now());
  }

  /**
   * Reads what is due into the table. A list that cannot be read stays due and
   * keeps nobody from the next.
   *
   * @throws what the source throws that cannot even be asked for its sessions
   */
  async read(
    source: RouteSource,
    table: RibTable,
    signal: AbortSignal,
  ): Promise<ExportsRead> {
    const started = performance.now();
    const isAll = this.#all || !(this.#isTold || this.#counted);
    const wanted = isAll ? undefined : new Set(this.#due);
    this.forget();
    try {
      const { sessions } = await source.readRouter({ signal });
      this.#forgetDown(sessions);
      const found: ExportsRead = {
        sessions: [],
        unmatched: 0,
        left: 0,
        cut: 0,
      };
      const again = [...this.#asked.values()];
      found.cut += await this.#lookUp(source, table, again, signal);
      for (const session of this.#choose(sessions, wanted)) {
        try {
          const one = await this.#readOne(source, table, session, signal);
          found.unmatched += one.unmatched;
          found.cut += one.cut;
          found.sessions.push(session);
        } catch (error) {
          if (signal.aborted) {
            throw error;
          }
          found.failure ??= error;
          this.note([session]);
        }
      }
      found.left = this.unread.filter(name => !this.#due.has(name)).length;
      this.#long = tooLong(
        sessions.map(session => [session.name, this.#size(session)]),
      );
      this.#restMs =
        found.failure === undefined
          ? REST_FACTOR * (performance.now() - started)
          : RETRY_MS;
      return found;
    } catch (error) {
      this.note(wanted && [...wanted]);
      this.#restMs = RETRY_MS;
      throw error;
    } finally {
      this.#endedAt = performance.now();
    }
  }

  /** Nothing goes out to a session that is down: there is no list to read. */
  #forgetDown(sessions: SessionReading[]): void {
    const up = sessions.filter(({ state }) => state === 'established');
    [...this.#unread]
      .filter(session => !up.some(({ name }) => name === session))
      .forEach(session => this.#unread.delete(session));
  }

  get #isTold(): boolean {
    return this.#due.size > 0 || this.#all;
  }

  /** @returns attributes that came only in part */
  async #lookUp(
    source: RouteSource,
    table: RibTable,
    prefixes: readonly PrefixKey[],
    signal: AbortSignal,
  ): Promise<number> {
    if (prefixes.length === 0) {
      return 0;
    }
    let cut = 0;
    const onCut = (more: number) => {
      cut += more;
    };
    const onMoved = this.#onMoved;
    await lookUp(table, { source, prefixes, signal, onCut, onMoved });
    prefixes.forEach(prefix => this.#asked.set(prefixText(prefix), prefix));
    [...this.#asked.keys()]
      .slice(0, -MAX_LOOKUPS)
      .forEach(oldest => this.#asked.delete(oldest));
    return cut;
  }

  #choose(sessions: SessionReading[], wanted?: Set<string>): string[] {
    return sessions
      .filter(({ name }) => wanted?.has(name) ?? true)
      .map(session => ({ name: session.name, size: this.#size(session) }))
      .filter(({ size }) => size <= MAX_EXPORTS)
      .sort((a, b) => a.size - b.size)
      .map(({ name }) => name);
  }

  /** As the daemon counts, else as it was last time. */
  #size({ name, families }: SessionReading): number {
    const counted = families.flatMap(
      ({ counters }) => counters.exported?.value ?? [],
    );
    return counted.length > 0
      ? counted.reduce((sum, value) => sum + value, 0)
      : this.#counts.get(name) ?? 0;
  }

  /** Nobody sees a list that is half read: it is marked at once, at the end. */
  async #readOne(
    source: RouteSource,
    table: RibTable,
    session: string,
    signal: AbortSignal,
  ): Promise<{ unmatched: number; cut: number }> {
    const routes: ExportRecord[] = [];
    const count = await source.dumpExports({
      signal,
      session,
      sink: ({ family, address, length, from }) => {
        if (routes.length <= MAX_EXPORTS) {
          routes.push({ family, address: address.slice(), length, from });
        }
      },
    });
    this.#counts.set(session, count);
    if (count > MAX_EXPORTS) {
      return { unmatched: 0, cut: 0 };
    }
    const before = table.listExports(session, MAX_EXPORTS);
    table.clearExports(session);
    this.#unread.delete(session);
    const lacking = routes.filter(route => !table.markExport(session, route));
    const sent = new Set(routes.map(prefixText));
    const lost = before.filter(prefix => !sent.has(prefixText(prefix)));
    const prefixes: PrefixKey[] = [...lacking, ...lost];
    if (
      prefixes.length === 0 ||
      prefixes.length > MAX_LOOKUPS ||
      !source.lookupPaths
    ) {
      return { unmatched: prefixes.length, cut: 0 };
    }
    const cut = await this.#lookUp(source, table, prefixes, signal);
    const left = lacking.filter(route => !table.markExport(session, route));
    return { unmatched: left.length, cut };
  }
}

/** Names of those that are not read here. */
function tooLong(sizes: Iterable<readonly [string, number]>): string[] {
  return [...sizes]
    .filter(([, size]) => size > MAX_EXPORTS)
    .map(([name]) => name)
    .sort();
}
