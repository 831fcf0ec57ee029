import { setTimeout as sleep } from 'node:timers/promises';
import { SourceCapabilities } from '@orion/backstage-plugin-orion-bgp-common';
import {
  ExportRecord,
  PathOptions,
  PrefixKey,
  ReadOptions,
  RouterReading,
  RouteSource,
  SentRecord,
} from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { BirdConnection, BirdConnectionOptions } from './BirdConnection';
import { BirdLane } from './BirdLane';
import { BirdTable, furtherTables, tableLists } from './birdTables';
import { dumpTables, NO_COMMAND, NO_ROUTES } from './dumpLists';
import { ONE_LIST_ROUTES, tableLoads } from './dumpParts';
import { LastTimes } from './LastTimes';
import { ReplyLine } from './LineReader';
import { parseBfd } from './parseBfd';
import { parseParts } from './parseParts';
import { BirdProtocol, parseProtocols, parseSession } from './parseProtocols';
import { BirdStatus, parseStatus } from './parseStatus';
import { readSent } from './readSent';
import { RouteDumpParser } from './RouteDumpParser';
import { ZoneOffset, zoneOffset } from './zoneOffset';

/** The short list takes BIRD less than a millisecond. */
const POLL_MS = 200;
/** Seconds a clock is wrong by; less is what a slow answer looks like. */
const WORTH_A_NOTE = 10;

/** How to reach a BIRD, and what to read. */
export interface BirdRouteSourceOptions extends BirdConnectionOptions {
  /**
   * Routing tables that are read beside BIRD's own choice, `master4` and
   * `master6`, and beside those of the sessions.
   */
  tables?: readonly string[];
  /**
   * IANA name of the router's time zone, for BIRD before 2.16 with a clock that
   * has summer time: it prints times of its wall clock.
   */
  timeZone?: string;
  /** A table with more routes is read in parts, a reply each; 800,000 by default. */
  oneListRoutes?: number;
  /** Unix seconds; for tests. */
  now?(): number;
}

/**
 * One BIRD 2 or 3 over its control socket: one connection for short questions
 * and one for dumps, so that a dump of a full table delays no session state.
 */
export class BirdRouteSource implements RouteSource {
  readonly driver = 'bird';
  readonly #options: BirdRouteSourceOptions;
  readonly #short: BirdLane;
  readonly #dumps: BirdLane;
  readonly #times = new LastTimes();
  readonly #offsetAt: ZoneOffset | undefined;
  #capabilities: SourceCapabilities | undefined;
  /** As the last reading told them. */
  #tables: BirdTable[] = [];
  /** A channel keeps refused paths: lookups ask for them too. */
  #kept = false;
  /** Seconds the router's clock was ahead at the last reading, its zone among them. */
  #ahead: number | undefined;
  /** Of these, what is no zone: as it was heard last. */
  #wrong: number | undefined;
  /** The short list of protocols as it was last seen. */
  #digest: string | undefined;

  constructor(options: BirdRouteSourceOptions) {
    this.#options = options;
    this.#short = new BirdLane(options);
    this.#dumps = new BirdLane(options);
    this.#offsetAt = options.timeZone
      ? zoneOffset(options.timeZone)
      : undefined;
  }

  get capabilities(): SourceCapabilities | undefined {
    return this.#capabilities;
  }

  async readRouter({ signal }: ReadOptions): Promise<RouterReading> {
    return await this.#short.run(signal, async connection => {
      const status = this.#steady(await this.#status(connection, signal));
      const { lines } = await connection.lines(
        { kind: 'protocol-details' },
        { signal },
      );
      this.#digest = digest(lines);
      const protocols = parseProtocols(lines);
      const bfd = protocols.some(isUp('BFD'))
        ? parseBfd((await this.#bfd(connection, signal)) ?? [])
        : undefined;
      return this.#reading(status, protocols, bfd);
    });
  }

  async waitForSessionChange({
    signal,
    withinMs,
  }: ReadOptions & { withinMs: number }): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (;;) {
      const { lines } = await this.#short.run(signal, connection =>
        connection.lines({ kind: 'protocols' }, { signal }),
      );
      const before = this.#digest;
      this.#digest = digest(lines);
      if (before !== undefined && before !== this.#digest) {
        return true;
      }
      const left = end - performance.now();
      if (left <= 0) {
        return false;
      }
      await sleep(Math.min(POLL_MS, left), undefined, { signal }).catch(() => {
        const message = `${this.#options.router} was not asked: cancelled`;
        throw new RouteSourceError('closed', message);
      });
    }
  }

  /**
   * The paths in the tables, then those the import filters refused where BIRD
   * keeps them. Between two lists BIRD goes on: a path that changes sides
   * meanwhile may come twice or not at all, until the next dump.
   */
  async dumpPaths({ signal, sink, onCut }: PathOptions): Promise<number> {
    return await this.#dumps.run(signal, async connection => {
      const { clock } = await this.#status(connection, signal);
      const { lines } = await connection.lines(
        { kind: 'protocol-details' },
        { signal },
      );
      const protocols = parseProtocols(lines);
      const kept = protocols.some(keepsFiltered);
      this.#kept ||= kept;
      this.#tables = furtherTables(
        protocols.flatMap(one => parseSession(one)?.reading ?? []),
        this.#options.tables,
      );
      let count = 0;
      for (const filtered of kept ? [false, true] : [false]) {
        count += await dumpTables(connection, {
          ...{ signal, sink, onCut, clock, filtered },
          router: this.#options.router,
          tables: this.#tables.map(({ name }) => name),
          loads: tableLoads(protocols, { filtered }),
          most: this.#options.oneListRoutes ?? ONE_LIST_ROUTES,
        });
      }
      return count;
    });
  }

  /** A command or more for each of them: for a few, where a dump is too much. */
  async lookupPaths({
    signal,
    prefixes,
    sink,
    onCut,
  }: PathOptions & { prefixes: readonly PrefixKey[] }): Promise<number> {
    return await this.#dumps.run(signal, async connection => {
      const { clock } = await this.#status(connection, signal);
      const kinds = this.#kept ? [false, true] : [false];
      let count = 0;
      for (const prefix of prefixes) {
        for (const filtered of kinds) {
          for (const tables of tableLists(this.#tables, prefix.family)) {
            const parser = new RouteDumpParser({ sink, clock, filtered });
            await connection.run(
              { kind: 'routes', prefix, filtered, tables },
              parser,
              {
                signal,
                accept: this.#isOfAnyFamily(tables)
                  ? [NO_ROUTES, NO_COMMAND]
                  : [NO_ROUTES],
              },
            );
            count += parser.paths;
            onCut?.(parser.incomplete);
          }
        }
      }
      return count;
    });
  }

  /**
   * What the export filter lets through; nothing while the session is down.
   * BIRD prints routes before it adds its own AS and next hop, so their
   * attributes are not those the neighbor sees and are left out. Of their paths the
   * list has the last AS: none where a path is empty or ends with a set (RFC 9774
   * forbids those), and the member where it ends inside a confederation.
   */
  async dumpExports({
    signal,
    session,
    sink,
  }: ReadOptions & {
    session: string;
    sink(route: ExportRecord): void | Promise<void>;
  }): Promise<number> {
    return await this.#dumps.run(signal, async connection => {
      const { isUp: speaks, protocols } = await this.#findSession(
        connection,
        session,
        signal,
      );
      if (!speaks) {
        return 0;
      }
      const sessions = new Set(protocols.filter(isBgp).map(({ name }) => name));
      const parser: RouteDumpParser = new RouteDumpParser({
        sessions,
        clock: { now: this.#now() },
        sink: ({ family, address, length, session: from }) =>
          sink({
            ...{ family, address, length, from },
            ...(from && { originAs: parser.originAs }),
          }),
      });
      await connection.run({ kind: 'exports', protocol: session }, parser, {
        signal,
        dump: true,
        accept: [NO_ROUTES],
      });
      return parser.paths;
    });
  }

  /** A command or two for each of them, beside any dump. */
  async lookupExports({
    signal,
    session,
    prefixes,
    sink,
  }: ReadOptions & {
    session: string;
    prefixes: readonly PrefixKey[];
    sink(route: SentRecord): void;
  }): Promise<number> {
    return await this.#short.run(signal, async connection => {
      const { isUp: speaks } = await this.#findSession(
        connection,
        session,
        signal,
      );
      let count = 0;
      for (const prefix of speaks ? prefixes : []) {
        const clock = { now: this.#now() };
        const options = { protocol: session, prefix, clock, signal };
        for (const route of await readSent(connection, options)) {
          count++;
          sink(route);
        }
      }
      return count;
    });
  }

  async close(): Promise<void> {
    this.#short.close();
    this.#dumps.close();
  }

  /** @throws RouteSourceError for a name that is no BGP session's */
  async #findSession(
    connection: BirdConnection,
    session: string,
    signal: AbortSignal,
  ): Promise<{ isUp: boolean; protocols: BirdProtocol[] }> {
    const { lines } = await connection.lines({ kind: 'protocols' }, { signal });
    const protocols = parseProtocols(lines);
    const wanted = protocols.find(({ name }) => name === session);
    if (wanted?.type !== 'BGP') {
      const message = `${
        this.#options.router
      } has no BGP session '${session.slice(0, 64)}'`;
      throw new RouteSourceError('refused', message);
    }
    return { isUp: wanted.state === 'up', protocols };
  }

  /** One that only the configuration names. */
  #isOfAnyFamily(tables: readonly string[] | undefined): boolean {
    return this.#tables.some(
      ({ name, family }) => !family && tables?.includes(name),
    );
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now() / 1000;
  }

  async #status(
    connection: BirdConnection,
    signal: AbortSignal,
  ): Promise<BirdStatus> {
    const asked = this.#now();
    const { lines } = await connection.lines({ kind: 'status' }, { signal });
    // The router looked at its clock somewhere between.
    const status = parseStatus(lines, (asked + this.#now()) / 2, {
      offsetAt: this.#offsetAt,
      wrong: this.#wrong,
    });
    this.#wrong = status.clock.wrong;
    return status;
  }

  /**
   * A clock that was set, ORION's or the router's, or summer time: nobody can tell
   * which of them, and dates may move by it. One reading without dates keeps them
   * from looking as if every session had come up anew.
   */
  #steady(status: BirdStatus): BirdStatus {
    const { now, offset, wrong = 0 } = status.clock;
    const before = this.#ahead;
    // Where the zone is known, summer time moves nothing.
    const zone = this.#offsetAt ? 0 : offset;
    this.#ahead = zone === undefined ? undefined : zone + wrong;
    return before === undefined || before === this.#ahead
      ? status
      : { ...status, clock: { now } };
  }

  /** A BFD protocol that just went away is no failure of the whole reading. */
  async #bfd(
    connection: BirdConnection,
    signal: AbortSignal,
  ): Promise<ReplyLine[]> {
    const options = { signal, accept: [9001] };
    return (await connection.lines({ kind: 'bfd-sessions' }, options)).lines;
  }

  #reading(
    status: BirdStatus,
    protocols: BirdProtocol[],
    bfd: Map<string, string> | undefined,
  ): RouterReading {
    const found = protocols.flatMap(protocol => parseSession(protocol) ?? []);
    const { sessions, datesOnly, datedByDay } = this.#times.apply(
      found,
      status.clock,
    );
    for (const session of sessions) {
      const { neighborAddress: address } = session;
      session.bfd = bfd?.get(address) ?? bfd?.get(address.split('%')[0]);
    }
    // A session that is down does not tell whether it keeps them.
    this.#kept ||= protocols.some(keepsFiltered);
    const capabilities = capabilitiesOf(status, protocols, this.#kept);
    this.#capabilities = capabilities;
    this.#tables = furtherTables(sessions, this.#options.tables);
    return {
      identity: {
        driver: 'bird',
        version: status.version,
        routerId: status.routerId,
        asn: sessions[0]?.localAs,
        hostname: status.hostname,
        startedAt: status.startedAt,
        configuredAt: status.configuredAt,
        capabilities,
      },
      sessions,
      parts: parseParts(protocols),
      // What BIRD cannot say whole ends the connection instead.
      problems: [],
      notes: this.#notes(status, protocols, datesOnly && sessions.length > 0),
      datedByDay,
    };
  }

  #notes(
    status: BirdStatus,
    protocols: BirdProtocol[],
    datesOnly: boolean,
  ): string[] {
    const { router } = this.#options;
    const notes = protocols
      .filter(({ type, state }) => type === 'RPKI' && state !== 'up')
      .map(
        ({ name, info }) =>
          `The RPKI cache '${name}' of ${router} is down${
            info ? `: ${info}` : ''
          }.`,
      );
    const { wrong = 0 } = status.clock;
    if (Math.abs(wrong) >= WORTH_A_NOTE) {
      notes.push(
        `The clock of ${router} is ${Math.abs(wrong)} s ${
          wrong > 0 ? 'ahead of' : 'behind'
        } that of ORION: its times are told by ORION's.`,
      );
    }
    if (status.clockOff) {
      notes.push(
        `The clock of ${router} is wrong by more than two minutes, so its times are not shown.`,
      );
    }
    if (datesOnly) {
      notes.push(
        `${router} tells only the day of older changes of state: "timeformat protocol iso long;" in its configuration tells the time.`,
      );
    }
    return notes;
  }
}

function isBgp({ type }: BirdProtocol): boolean {
  return type === 'BGP';
}

function isUp(wanted: string) {
  return ({ type, state }: BirdProtocol) => type === wanted && state === 'up';
}

/** `import keep filtered` shows in the counters, while the channel is up. */
function keepsFiltered({ type, details }: BirdProtocol): boolean {
  return (
    type === 'BGP' &&
    details.some(line => /^ {4}Routes: .*\d+ filtered/.test(line))
  );
}

/** State, time and last error of each protocol. */
function digest(lines: ReplyLine[]): string {
  return lines
    .filter(({ code }) => code === 1002)
    .map(({ text }) => text.trimEnd())
    .join('\n');
}

function capabilitiesOf(
  { version = '' }: BirdStatus,
  protocols: BirdProtocol[],
  filteredRoutes: boolean,
): SourceCapabilities {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return {
    sessionEvents: false,
    routeEvents: false,
    filteredRoutes,
    filterReasons: true,
    exportedRoutes: true,
    lastError: true,
    bfd: protocols.some(isUp('BFD')),
    // Since 2.0.11.
    roles: major > 2 || (major === 2 && (minor > 0 || patch >= 11)),
    ownValidation: protocols.some(({ type }) => type === 'RPKI'),
    announce: false,
  };
}
