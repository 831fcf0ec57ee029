import { connect } from 'node:net';
import type { VrpSourceConfig } from '../rib/worker/RibConfig';
import { toIso } from '../routes/toIso';
import { AspaTable } from './aspa/AspaTable';
import { JsonVrpReader } from './json/JsonVrpReader';
import { VrpCandidate } from './chooseFeed';
import { pause } from './pause';
import { RtrClient } from './rtr/RtrClient';
import { VrpTable } from './VrpTable';

const READ_INTERVAL_MS = 10 * 60_000;
const CONNECT_MS = 10_000;
/** Manifests are valid for about a day: ROAs nobody looked at since are history. */
const EXPIRE_MS = 24 * 3600_000;

/** How a feed stands. */
export interface VrpFeedState {
  /** The URL or `rtr://host:port`. */
  source: string;
  /** VRPs it has; absent before the first answer. */
  count?: number;
  /** Customers with an ASPA; absent before the first answer and over RTR below version 2. */
  aspas?: number;
  /** ISO UTC of the last answer, a new one or that nothing changed. */
  fetchedAt?: string;
  /** ISO UTC of what it has, as the validator dates it; RTR dates nothing. */
  generatedAt?: string;
  error?: string;
}

/**
 * One validator, read again and again. Its VRPs are the last that were read. One
 * that cannot be read at all says so as others do: the rest is not kept from
 * starting by it.
 */
export class VrpFeed implements VrpCandidate {
  /** RTR tells its own moment, and `vrps` goes then. */
  readonly expireMs: number;
  readonly #source: string;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  #vrps?: VrpTable;
  #aspas?: AspaTable;
  #fetchedAt?: number;
  #generatedAt?: number;
  #error?: string;
  #ended: Promise<void>;

  /** `onChange`: the VRPs are others now. */
  static start(config: VrpSourceConfig, onChange: () => void): VrpFeed {
    return new VrpFeed(config, onChange);
  }

  private constructor(config: VrpSourceConfig, onChange: () => void) {
    this.#source =
      config.type === 'json'
        ? withoutPassword(config.url)
        : `rtr://${config.host}:${config.port}`;
    this.#onChange = onChange;
    this.expireMs =
      config.type === 'json' ? config.expireMs ?? EXPIRE_MS : Infinity;
    this.#ended =
      config.type === 'json' ? this.#readJson(config) : this.#speakRtr(config);
  }

  /** Undefined before the first answer, and when RTR says that they expired. */
  get vrps(): VrpTable | undefined {
    return this.#vrps;
  }

  /** Undefined before the first answer, and over RTR below version 2. */
  get aspas(): AspaTable | undefined {
    return this.#aspas;
  }

  /** A clock that is ahead makes nothing younger than its answer. */
  get asOf(): number | undefined {
    return (
      this.#vrps &&
      this.#fetchedAt &&
      Math.min(this.#fetchedAt, this.#generatedAt ?? Infinity)
    );
  }

  get state(): VrpFeedState {
    return {
      source: this.#source,
      count: this.#vrps?.count,
      aspas: this.#aspas?.size,
      fetchedAt: toIso(this.#fetchedAt),
      generatedAt: toIso(this.#generatedAt),
      error: this.#error,
    };
  }

  /** Ends it; may be called twice. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  async #readJson(
    config: Extract<VrpSourceConfig, { type: 'json' }>,
  ): Promise<void> {
    const { signal } = this.#abort;
    let reader: JsonVrpReader | undefined;
    while (!signal.aborted) {
      try {
        reader ??= new JsonVrpReader(config.url);
        const vrps = await reader.read(signal);
        this.#fetchedAt = Date.now();
        this.#error = undefined;
        this.#generatedAt = reader.generatedAt;
        if (vrps) {
          this.#aspas = new AspaTable(reader.aspas);
          this.#take(vrps);
        }
      } catch (error) {
        this.#error = error instanceof Error ? error.message : String(error);
      }
      await pause(config.intervalMs ?? READ_INTERVAL_MS, signal);
    }
  }

  async #speakRtr(
    config: Extract<VrpSourceConfig, { type: 'rtr' }>,
  ): Promise<void> {
    const client = new RtrClient({
      name: this.#source,
      open: () => {
        const socket = connect({ host: config.host, port: config.port });
        socket.setTimeout(CONNECT_MS, () => {
          // Only connecting is timed here: a quiet session is a good one.
          if (socket.connecting) {
            socket.destroy(new Error('no connection within 10 s'));
          }
        });
        return socket;
      },
      onVrps: (vrps, aspas) => {
        // That they expired is no answer.
        this.#fetchedAt = vrps ? Date.now() : this.#fetchedAt;
        this.#aspas = aspas;
        this.#take(vrps);
      },
      onProblem: message => {
        this.#error = message;
      },
    });
    await client.run(this.#abort.signal);
  }

  #take(vrps: VrpTable | undefined): void {
    this.#vrps = vrps;
    this.#onChange();
  }
}

function withoutPassword(text: string): string {
  if (!URL.canParse(text)) {
    return 'a URL that is none';
  }
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
