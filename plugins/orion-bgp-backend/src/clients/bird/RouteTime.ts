import { readBirdTime, RouterClock, toUnixSeconds } from './birdTime';

const SPACE = 0x20;
const CLOSE = 0x5d;
const LF = 0x0a;
const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const DAY = 86_400;

/** Reads the time within the brackets of a route: a million times per dump. */
export class RouteTime {
  /** Unix seconds of what was read last; 0 when unknown. */
  since = 0;
  readonly #clock: RouterClock;
  /** The last day that was read and its midnight as Unix seconds. */
  #day = -1;
  #midnight = 0;
  #offset = 0;

  constructor(clock: RouterClock) {
    this.#clock = clock;
  }

  /** @returns the place of the space or bracket behind the time. */
  read(text: Uint8Array, at: number): number {
    this.since = 0;
    if (text[at + 4] === DASH && text[at + 7] === DASH) {
      return this.#readLong(text, at);
    }
    return this.#readOther(text, at);
  }

  /** `2026-11-26 05:45:41`, with or without a fraction. */
  #readLong(text: Uint8Array, at: number): number {
    const inDay =
      text[at + 10] === SPACE ? secondsOfDay(text, at + 11) : undefined;
    const year = digits(text, at, 4);
    const month = digits(text, at + 5, 2);
    const date = digits(text, at + 8, 2);
    if (inDay === undefined || year < 0 || month < 0 || date < 0) {
      return this.#readOther(text, at);
    }
    const day = (year * 16 + month) * 32 + date;
    if (day !== this.#day) {
      this.#day = day;
      this.#midnight = Date.UTC(year, month - 1, date) / 1000;
      // By the day: the hours around a change to summer time may be an hour off.
      const { offset = 0, offsetAt, wrong = 0 } = this.#clock;
      this.#offset = (offsetAt?.(this.#midnight + inDay) ?? offset) + wrong;
    }
    this.since =
      this.#clock.offset === undefined
        ? 0
        : Math.max(0, this.#midnight + inDay - this.#offset);
    return behindFraction(text, at + 19);
  }

  /** Unix seconds, a time of day, or whatever else was configured. */
  #readOther(text: Uint8Array, at: number): number {
    let p = at;
    let value = 0;
    while (text[p] >= 0x30 && text[p] <= 0x39 && p - at < 12) {
      value = value * 10 + text[p++] - 48;
    }
    if (p - at >= 9 && (text[p] === SPACE || text[p] === CLOSE)) {
      this.since = Math.max(0, value - (this.#clock.wrong ?? 0));
      return p;
    }
    const inDay = secondsOfDay(text, at);
    const { now, offset, wrong = 0 } = this.#clock;
    if (inDay !== undefined && offset !== undefined) {
      const local = now + offset;
      const today = local - (((local % DAY) + DAY) % DAY) + inDay;
      this.since = Math.max(
        0,
        Math.floor((today > local + 5 ? today - DAY : today) - offset - wrong),
      );
      return behindFraction(text, at + 8);
    }
    p = at;
    while (text[p] !== CLOSE && text[p] !== LF && !fromFollows(text, p)) {
      p++;
    }
    const words = Buffer.from(text.subarray(at, Math.min(p, at + 40)));
    this.since =
      toUnixSeconds(readBirdTime(words.toString('latin1')), this.#clock) ?? 0;
    return p;
  }
}

/** ` from `, which ends a time of any format. */
function fromFollows(text: Uint8Array, p: number): boolean {
  return (
    text[p] === SPACE &&
    text[p + 1] === 0x66 &&
    text[p + 2] === 0x72 &&
    text[p + 3] === 0x6f &&
    text[p + 4] === 0x6d &&
    text[p + 5] === SPACE
  );
}

/** `05:45:41`; undefined for anything else. */
function secondsOfDay(text: Uint8Array, at: number): number | undefined {
  if (text[at + 2] !== COLON || text[at + 5] !== COLON) {
    return undefined;
  }
  const hours = digits(text, at, 2);
  const minutes = digits(text, at + 3, 2);
  const seconds = digits(text, at + 6, 2);
  const valid = hours >= 0 && hours < 24 && minutes >= 0 && seconds >= 0;
  return valid ? hours * 3600 + minutes * 60 + seconds : undefined;
}

/** A number of so many digits; far below zero when one is none. */
function digits(text: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let p = at; p < at + count; p++) {
    const digit = text[p] - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1e6;
  }
  return value;
}

function behindFraction(text: Uint8Array, at: number): number {
  let p = at;
  if (text[p] === DOT) {
    p++;
    while (text[p] >= 0x30 && text[p] <= 0x39) {
      p++;
    }
  }
  return p;
}
