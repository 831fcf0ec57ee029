import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { DatabaseLease } from '@orion/backstage-plugin-orion-node';
import { Knex } from 'knex';

const LEASE_MS = 10_000;
const TICK_MS = 1_000;
const STANDS_BY =
  'This collector of routes stands by, because another one keeps the tables. One is enough: set orion.bgp.collector.enabled to false in the other backends, and name the collector under discovery.endpoints.';

/** What is open while the seat is held. */
export interface Seated {
  close(): Promise<void>;
}

export interface CollectorSeatDeps<T extends Seated> {
  knex: Knex;
  logger: Pick<LoggerService, 'info' | 'warn'>;
  /** Called with every seat that is taken. */
  open(): T | Promise<T>;
  /** How long a collector that died keeps the others waiting. Default: 10 seconds. */
  leaseMs?: number;
  /** Default: one second. */
  tickMs?: number;
}

/**
 * The right of one collector to read the routers and to answer.
 *
 * News that a router's table moved reach one collector only, so a second one
 * would answer from old tables and not know it. It stands by instead: it reads
 * nothing, refuses what is asked, and takes over when the first is gone.
 *
 * @remarks
 * While the database cannot be asked whoever has the seat keeps it: nothing is
 * written from here, and the tables in memory are as good as before.
 */
export class CollectorSeat<T extends Seated> {
  readonly #deps: CollectorSeatDeps<T>;
  readonly #lease: DatabaseLease;
  readonly #stopper = new AbortController();
  #running: Promise<void> | undefined;
  #open: T | undefined;
  #renewedAt = 0;
  #looked = false;
  #said: string | undefined;

  static create<T extends Seated>(
    deps: CollectorSeatDeps<T>,
  ): CollectorSeat<T> {
    return new CollectorSeat(deps);
  }

  private constructor(deps: CollectorSeatDeps<T>) {
    this.#deps = deps;
    this.#lease = DatabaseLease.create({
      knex: deps.knex,
      table: 'collector_seat',
      source: 'routes',
      owner: `${hostname()}, process ${process.pid}, ${randomUUID()}`,
      leaseMs: this.#leaseMs,
    });
  }

  /** @throws ServiceUnavailableError while another collector has the seat. */
  get held(): T {
    if (!this.#open) {
      throw new ServiceUnavailableError(
        this.#looked ? STANDS_BY : 'The collector of routes is starting.',
      );
    }
    return this.#open;
  }

  start(): void {
    this.#running ??= this.#run(this.#stopper.signal);
  }

  /** Gives the seat to whoever waits; may be called twice. */
  async stop(): Promise<void> {
    this.#stopper.abort();
    await this.#running;
  }

  get #leaseMs(): number {
    return this.#deps.leaseMs ?? LEASE_MS;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { tickMs = TICK_MS } = this.#deps;
    while (!signal.aborted) {
      await this.#tick().catch(error =>
        this.#say('warn', `The seat of the collector is not known: ${error}`),
      );
      await sleep(tickMs, undefined, { signal }).catch(() => undefined);
    }
    await this.#leave();
    await this.#lease
      .release()
      .catch(error =>
        this.#say('warn', `The seat of the collector runs out: ${error}`),
      );
  }

  async #tick(): Promise<void> {
    const due = performance.now() - this.#renewedAt >= this.#leaseMs / 3;
    if (this.#lease.held && !due) {
      return;
    }
    const askedAt = performance.now();
    if (this.#lease.held && (await this.#lease.renew())) {
      this.#renewedAt = askedAt;
      return;
    }
    // Lost to another one, which answers from now on.
    await this.#leave();
    if (await this.#lease.claim()) {
      this.#renewedAt = askedAt;
      try {
        this.#open = await this.#deps.open();
      } catch (error) {
        // Whoever cannot sit lets the others.
        await this.#lease.release();
        throw error;
      }
      this.#say('info', 'This collector keeps the route tables.');
    } else {
      this.#say('warn', `This collector stands by: ${await this.#owner()}.`);
    }
    this.#looked = true;
  }

  async #leave(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }

  async #owner(): Promise<string> {
    const row = await this.#deps
      .knex('collector_seat')
      .where({ source: 'routes' })
      .first('owner');
    const [host, process] = String(row?.owner ?? '').split(', ');
    return `the route tables are kept by ${host}, ${process}`;
  }

  /** Once, not with every look. */
  #say(level: 'info' | 'warn', text: string): void {
    if (this.#said !== text) {
      this.#said = text;
      this.#deps.logger[level](text);
    }
  }
}
