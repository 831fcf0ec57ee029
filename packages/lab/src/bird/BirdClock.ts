/** How BIRD prints times: `iso long`, or its own default, which shortens. */
export type TimeFormat = 'iso-long' | 'iso-short';

const DAY = 24 * 60 * 60 * 1000;
const LIMIT = 20 * 60 * 60 * 1000;

/** The wall clock of the router. */
export class BirdClock {
  readonly #format: TimeFormat;
  readonly #offsetMs: number;
  readonly #step: () => number;
  readonly #now: () => number;

  /**
   * @param options.utcOffsetMinutes - of the router's time zone.
   * @param options.stepMs - how far its clock is wrong now.
   */
  constructor(options: {
    format: TimeFormat;
    utcOffsetMinutes?: number;
    stepMs?: () => number;
    now?: () => number;
  }) {
    this.#format = options.format;
    this.#offsetMs = (options.utcOffsetMinutes ?? 0) * 60_000;
    this.#step = options.stepMs ?? (() => 0);
    this.#now = options.now ?? Date.now;
  }

  now(): number {
    return this.#now();
  }

  /** Of `show status`: always the whole time. */
  base(at = this.now()): string {
    const whole = this.#iso(at);
    return this.#format === 'iso-long' ? whole.slice(0, 19) : whole;
  }

  /** Of a protocol or route: BIRD's own format says the time or, after 20 hours, the day. */
  moment(at: number): string {
    const whole = this.#iso(at);
    if (this.#format === 'iso-long') {
      return whole.slice(0, 19);
    }
    return this.now() - at < LIMIT ? whole.slice(11) : whole.slice(0, 10);
  }

  /** A step moves every printed time: BIRD remembers how long ago something was. */
  #iso(at: number): string {
    const local = new Date(at + this.#offsetMs + this.#step());
    return local.toISOString().replace('T', ' ').replace('Z', '');
  }

  /** Seconds with a fraction that a timer of so many seconds still has. */
  remaining(since: number, seconds: number): string {
    const passed = (this.now() - since) % Math.min(DAY, seconds * 1000);
    return ((seconds * 1000 - passed) / 1000).toFixed(3);
  }
}
