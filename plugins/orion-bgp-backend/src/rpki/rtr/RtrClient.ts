import { Duplex } from 'node:stream';
import { AspaTable } from '../aspa/AspaTable';
import { pause } from '../pause';
import { VrpTable } from '../VrpTable';
import { AspaChanges, KnownAspas } from './AspaChanges';
import { encodeRtrPdu } from './encodeRtrPdu';
import { AnswerChanges, Downgrade, RtrExchange } from './RtrExchange';
import { RtrParser } from './RtrParser';
import { RtrIntervals, RtrPdu, RtrProtocolError, RtrVersion } from './RtrPdu';

/** RFC 8210 §6, for caches of version 0, which say nothing. */
const DEFAULT_INTERVALS: RtrIntervals = {
  refresh: 3600,
  retry: 600,
  expire: 7200,
};
const NEWEST: RtrVersion = 2;
/** Bounds of RFC 8210 §6. */
const BOUNDS = {
  refresh: [1, 86_400],
  retry: [1, 7_200],
  expire: [600, 172_800],
} as const;
/**
 * Of VRPs, and of customers and providers in ASPAs: three times as many VRPs as
 * the Internet has. An entry that was not applied yet takes some 200 bytes.
 */
const MAX_ENTRIES = 2_000_000;
/** The first attempts come sooner than the retry interval. */
const FIRST_RETRIES_MS = [1_000, 5_000, 30_000];

/** What a client works with. */
export interface RtrClientDeps {
  /** Names the cache in messages. */
  name: string;
  /** A cache that says more is not read on; for tests. */
  maxEntries?: number;
  /** A connection being made. */
  open(): Duplex;
  /**
   * All VRPs after each answer; undefined when they are too old to be used. ASPAs
   * below version 2 are undefined too.
   */
  onVrps(vrps: VrpTable | undefined, aspas: AspaTable | undefined): void;
  /** What is wrong, undefined when it is right again. */
  onProblem(message: string | undefined): void;
}

/**
 * The router's side of RPKI-RTR: version 2 (draft-ietf-sidrops-8210bis), which
 * has ASPAs, and with a cache that knows no other version 1 (RFC 8210) or 0
 * (RFC 6810). A cache that hangs up on version 2 without a word is asked in an
 * older one, and in version 2 again after the next break.
 *
 * One connection at a time: a reset query for everything, then a serial query
 * at each notify or refresh interval. A cache with another session id, or that
 * answers with a cache reset, is asked for everything again; what was known
 * stays in use meanwhile, until its expire interval is over. So it does while a
 * cache has no VRPs, which is asked again as one that cannot be reached.
 */
export class RtrClient {
  readonly #deps: RtrClientDeps;
  #version: RtrVersion = NEWEST;
  /** The newest version the cache is known to speak. */
  #newest: RtrVersion = NEWEST;
  /** In which it last answered; 0 before. */
  #spoken: RtrVersion = 0;
  #aspas?: KnownAspas;
  #aspaTable?: AspaTable;
  #vrps?: VrpTable;
  #known?: { session: number; serial: number };
  #intervals = DEFAULT_INTERVALS;
  #expiry?: NodeJS.Timeout;
  /** Ends the connection there is. */
  #end?: (error: Error) => void;
  #failures = 0;

  constructor(deps: RtrClientDeps) {
    this.#deps = deps;
  }

  /** Speaks with the cache until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const downgraded = await this.#session(signal).catch(error => {
        const isDowngrade = error instanceof Downgrade;
        if (!signal.aborted && !isDowngrade) {
          const reason = error instanceof Error ? error.message : error;
          this.#deps.onProblem(`${this.#deps.name}: ${reason}`);
        }
        return isDowngrade;
      });
      if (!downgraded && !signal.aborted) {
        const retry = this.#intervals.retry * 1000;
        const first = FIRST_RETRIES_MS[this.#failures++] ?? retry;
        await pause(Math.min(first, retry), signal);
      }
    }
    clearTimeout(this.#expiry);
  }

  /** One connection, to its end. */
  async #session(signal: AbortSignal): Promise<false> {
    const stream = this.#deps.open();
    let exchange: RtrExchange | undefined;
    const parser = new RtrParser();
    return await new Promise<false>((_, reject) => {
      const ending = new AbortController();
      const past = { isHeard: false, isAnswered: false, isOver: false };
      const end = (error: Error) => {
        if (!past.isOver) {
          past.isOver = true;
          this.#chooseVersion(past);
        }
        if (this.#end === end) {
          this.#end = undefined;
        }
        exchange?.stop();
        ending.abort();
        stream.destroy();
        reject(error);
      };
      const stop = () => {
        past.isOver = true;
        end(new Error('stopped'));
      };
      signal.addEventListener('abort', stop, { signal: ending.signal });
      this.#end = end;
      exchange = new RtrExchange({
        version: this.#version,
        known: this.#vrps && this.#known,
        maxEntries: this.#deps.maxEntries ?? MAX_ENTRIES,
        intervals: () => this.#intervals,
        send: pdu => stream.write(encodeRtrPdu(pdu)),
        fail: end,
        finish: (changes, whole, pdu) => {
          past.isAnswered = true;
          this.#finish(changes, whole, pdu);
        },
        downgrade: version => {
          past.isOver = true;
          this.#newest = version;
          this.#speak(version);
        },
        forget: () => {
          this.#known = undefined;
        },
      });
      stream.on('error', error => {
        // Nobody was there to say anything.
        past.isOver ||= !isHangUp(error);
        end(error);
      });
      stream.on('end', () => end(new Error('the connection ended')));
      stream.on('close', () => end(new Error('the connection ended')));
      stream.on('data', (chunk: Buffer) => {
        past.isHeard = true;
        try {
          parser.push(chunk).forEach(pdu => exchange?.receive(pdu));
          exchange?.heard();
        } catch (error) {
          if (error instanceof RtrProtocolError) {
            const { code, message: text } = error;
            const version = this.#version;
            stream.write(
              encodeRtrPdu({ version, type: 'error-report', code, text }),
            );
          }
          end(error as Error);
        }
      });
      exchange.start();
    });
  }

  /**
   * Of the next connection. Some caches know no newer version and hang up without
   * a word: they are asked in an older one, down to what they spoke before. The
   * newest is tried again after each break, so that an outage that looked the
   * same costs no more than that.
   */
  #chooseVersion(past: { isHeard: boolean; isAnswered: boolean }): void {
    if (past.isAnswered) {
      this.#spoken = this.#version;
      if (this.#version < this.#newest) {
        this.#speak(this.#newest);
      }
    } else if (!past.isHeard && this.#version > this.#spoken) {
      this.#speak((this.#version - 1) as RtrVersion);
    }
  }

  /** What was known in another version is asked for anew, and used meanwhile. */
  #speak(version: RtrVersion): void {
    this.#version = version;
    this.#known = undefined;
  }

  #finish(
    changes: AnswerChanges,
    whole: boolean,
    pdu: Extract<RtrPdu, { type: 'end-of-data' }>,
  ): void {
    if (!whole && !this.#vrps) {
      throw new Error('it sent changes of VRPs that are too old');
    }
    // Both before anything is kept: either may be too much.
    const vrps = changes.vrps.apply(whole ? undefined : this.#vrps);
    const aspas = this.#aspasAfter(changes.aspas, whole);
    this.#intervals = withinBounds(pdu.intervals ?? DEFAULT_INTERVALS);
    if (vrps.count === 0) {
      // As of the JSON: without a ROA every route would be not-found.
      throw new Error('it has no VRPs');
    }
    this.#failures = 0;
    this.#known = { session: pdu.session, serial: pdu.serial };
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(
      () => this.#expire(),
      this.#intervals.expire * 1000,
    );
    this.#vrps = vrps;
    if (aspas !== this.#aspas) {
      this.#aspas = aspas;
      this.#aspaTable = aspas && new AspaTable(aspas.values());
    }
    this.#deps.onProblem(undefined);
    this.#deps.onVrps(this.#vrps, this.#aspaTable);
  }

  /** What was known is over, and what the connection goes on from with it. */
  #expire(): void {
    this.#vrps = undefined;
    this.#aspas = undefined;
    this.#aspaTable = undefined;
    this.#known = undefined;
    this.#deps.onProblem(`${this.#deps.name}: its VRPs are too old`);
    this.#deps.onVrps(undefined, undefined);
    // Changes that are on their way would be taken for everything.
    this.#end?.(new Error('its VRPs are too old'));
  }

  #aspasAfter(changes: AspaChanges, whole: boolean): KnownAspas | undefined {
    if (this.#version < 2) {
      return undefined;
    }
    return whole || changes.size > 0
      ? changes.apply(whole ? undefined : this.#aspas)
      : this.#aspas;
  }
}

function isHangUp(error: Error & { code?: string }): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

function withinBounds(intervals: RtrIntervals): RtrIntervals {
  const clamp = (name: keyof RtrIntervals) =>
    Math.min(BOUNDS[name][1], Math.max(BOUNDS[name][0], intervals[name]));
  const [refresh, retry] = [clamp('refresh'), clamp('retry')];
  // RFC 8210 §6: longer than either, or VRPs expire before they are asked for.
  const isLonger = clamp('expire') > Math.max(refresh, retry);
  return {
    refresh,
    retry,
    expire: isLonger ? clamp('expire') : refresh + retry,
  };
}
