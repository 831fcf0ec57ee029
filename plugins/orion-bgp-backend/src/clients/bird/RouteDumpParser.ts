/* eslint-disable no-bitwise */
import { PathFlag, PathOrigin, PathRecord } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { AttributeText } from './AttributeText';
import { RouterClock } from './birdTime';
import { NameTable } from './NameTable';
import { ReplyEnd, ReplyReader } from './ReplyReader';
import { RouteTime } from './RouteTime';
import { skipLine, TextScanner } from './TextScanner';

const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;
const PLUS = 0x2b;
const DASH = 0x2d;
const SLASH = 0x2f;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const MAX_LINE = 65_536;
const TYPE = Buffer.from('Type: ');
const SOURCE = Buffer.from('source: ');
const INTERNAL = Buffer.from('Internal route handling values: ');

/** What a {@link RouteDumpParser} needs to know. */
export interface RouteDumpOptions {
  sink(path: PathRecord): void | Promise<void>;
  clock: RouterClock;
  /** The reply is of `show route filtered`. */
  filtered?: boolean;
  /** Names of BGP protocols: a short list of routes does not say where they come from. */
  sessions?: ReadonlySet<string>;
}

/**
 * Reads the reply to `show route [filtered] all` byte by byte, as it comes, into
 * paths with canonical attributes.
 *
 * Chunks are copied behind what is left of the one before, and only whole lines
 * are read, so every loop ends at a line feed and needs no other bound. A path is
 * handed over when the line behind it begins; when the sink answers with a
 * promise, reading stops at that line until it is settled.
 *
 * A network this code has no family for (flow specifications, VPNs, ROAs) is
 * passed over and counted.
 */
export class RouteDumpParser implements ReplyReader {
  end: ReplyEnd | undefined;
  /** Paths handed over. */
  paths = 0;
  /** Routes passed over. */
  skipped = 0;
  readonly #options: RouteDumpOptions;
  readonly #attributes = new AttributeText();
  readonly #scan = new TextScanner();
  readonly #names = new NameTable();
  readonly #time: RouteTime;
  /** Room for a chunk and a half line. */
  #text = Buffer.allocUnsafe(16_384);
  #from = 0;
  #to = 0;
  /** Behind the last line feed. */
  #limit = 0;
  /** Code of the last line; 0 before the first. */
  #code = 0;
  /** A route was read and not handed over. */
  #open = false;
  readonly #v4 = new Uint8Array(4);
  readonly #v6 = new Uint8Array(16);
  /** 0 while there is no network. */
  #family: 0 | 4 | 6 = 0;
  readonly #record: PathRecord;
  #protocol = '';
  #origin: PathOrigin | undefined;
  #unreachable = false;
  #stale = false;
  #best = false;
  #pathId = -1;
  #originAs = -1;
  /** Sessions of the paths to this network so far. */
  readonly #earlier: string[] = [];

  constructor(options: RouteDumpOptions) {
    this.#options = options;
    this.#time = new RouteTime(options.clock);
    this.#record = {
      family: 4,
      address: this.#v4,
      length: 0,
      attributes: this.#v4,
      session: '',
      origin: 'other',
      pathId: 0,
      flags: 0,
      since: 0,
    };
  }

  /** Attributes of which BIRD printed only a part. */
  get incomplete(): number {
    return this.#attributes.incomplete;
  }

  /** The last AS in the path of what is handed over, if BIRD names one. */
  get originAs(): number | null {
    return this.#originAs >= 0 ? this.#originAs : null;
  }

  push(chunk: Uint8Array): void | Promise<void> {
    this.#append(chunk);
    const wait = this.#read();
    return wait && this.#readOn(wait);
  }

  async #readOn(first: Promise<void>): Promise<void> {
    let wait: Promise<void> | undefined = first;
    while (wait) {
      await wait;
      wait = this.#read();
    }
  }

  #append(chunk: Uint8Array): void {
    const left = this.#to - this.#from;
    if (this.#to + chunk.length > this.#text.length) {
      const needed = left + chunk.length;
      const room =
        needed <= this.#text.length
          ? this.#text
          : Buffer.allocUnsafe(2 * needed);
      this.#text.copy(room, 0, this.#from, this.#to);
      this.#text = room;
      this.#from = 0;
      this.#to = left;
    }
    this.#text.set(chunk, this.#to);
    this.#to += chunk.length;
    const last = this.#text.subarray(this.#from, this.#to).lastIndexOf(LF);
    this.#limit = this.#from + last + 1;
    if (this.#to - this.#limit > MAX_LINE) {
      throw new RouteSourceError('protocol', 'BIRD sent a line without an end');
    }
  }

  /** Reads lines until there are none, or until the sink wants to wait. */
  #read(): Promise<void> | undefined {
    const text = this.#text;
    let p = this.#from;
    while (p < this.#limit) {
      const start = p;
      const first = text[p];
      if (first === SPACE && this.#code !== 0) {
        p += 1;
      } else if (first === PLUS) {
        p = skipLine(text, p);
        continue;
      } else {
        const code = readCode(text, p);
        const sign = text[p + 4];
        if (code < 0 || (sign !== DASH && sign !== SPACE && sign !== LF)) {
          throw notAReply(text, p);
        }
        if (sign !== DASH) {
          const wait = this.#close();
          if (wait) {
            this.#from = start;
            return wait;
          }
          this.#finish(code, sign === LF ? p + 4 : p + 5);
          return undefined;
        }
        this.#code = code;
        p += 5;
      }
      if (text[p] === TAB) {
        p = this.#detail(text, p + 1);
        continue;
      }
      const wait = this.#close();
      if (wait) {
        // The line is read again afterwards; its path is handed over by then.
        this.#from = start;
        return wait;
      }
      p = this.#code === 1007 ? this.#route(text, p) : skipLine(text, p);
    }
    this.#from = p;
    return undefined;
  }

  #finish(code: number, at: number): void {
    const end = skipLine(this.#text, at);
    this.end = {
      code,
      text: this.#text.toString('utf8', at, end - 1),
      rest: Uint8Array.from(this.#text.subarray(end, this.#to)),
    };
    this.#from = this.#to;
  }

  /** A line behind a tab. */
  #detail(text: Uint8Array, at: number): number {
    if (!this.#open) {
      return skipLine(text, at);
    }
    switch (text[at]) {
      case TAB:
        return this.#attributes.readMore(text, at + 1);
      case 0x54: // Type: BGP univ
        if (startsWith(text, at, TYPE)) {
          this.#origin = readOrigin(text, at + TYPE.length);
        }
        return skipLine(text, at);
      case 0x73: // source: BGP
        if (startsWith(text, at, SOURCE)) {
          this.#origin = readOrigin(text, at + SOURCE.length);
        }
        return skipLine(text, at);
      case 0x49: // Internal route handling values: 1L 9G 0S id 1
        if (startsWith(text, at, INTERNAL)) {
          this.#scan.readNumber(text, at + INTERNAL.length);
          this.#pathId = this.#scan.number;
        }
        return skipLine(text, at);
      default:
        return this.#attributes.readLine(text, at);
    }
  }

  /**
   * `2001:db8::/32  unicast [he_v6 2026-11-26 05:45:41 from 2001:db8::1] * (100) [AS64500i]`,
   * a heading, or an empty line between two tables. Further paths to the same
   * network have spaces instead of it.
   */
  #route(text: Uint8Array, at: number): number {
    let p = at;
    if (text[p] === LF) {
      this.#family = 0;
      return p + 1;
    }
    if (text[p] !== SPACE) {
      if (text[p] === 0x54) {
        this.#family = 0;
        return skipLine(text, p);
      }
      p = this.#network(text, p);
    }
    while (text[p] === SPACE) {
      p++;
    }
    const kind = text[p];
    while (text[p] !== OPEN && text[p] !== LF) {
      p++;
    }
    if (text[p] === LF || this.#family === 0) {
      this.skipped++;
      return skipLine(text, p);
    }
    this.#unreachable = kind === 0x75 && text[p - 2] === 0x65;
    const nameAt = ++p;
    while (text[p] !== SPACE && text[p] !== CLOSE && text[p] !== LF) {
      p++;
    }
    this.#protocol = this.#names.name(text, nameAt, p);
    this.#record.since = 0;
    if (text[p] === SPACE) {
      p = this.#time.read(text, p + 1);
      this.#record.since = this.#time.since;
    }
    while (text[p] !== CLOSE && text[p] !== LF) {
      p++;
    }
    this.#open = true;
    this.#attributes.reset();
    this.#origin = undefined;
    this.#pathId = -1;
    this.#stale = false;
    this.#best = false;
    return this.#preference(text, p);
  }

  /** ` * (100s/-) [AS64500i]`: best, preference, stale, metric, origin. */
  #preference(text: Uint8Array, at: number): number {
    let p = at;
    let byte = text[p];
    while (byte !== LF && byte !== 0x28) {
      if (byte === 0x2a || byte === 0x21) {
        this.#best = true;
      }
      byte = text[++p];
    }
    while (byte !== LF && byte !== SLASH && byte !== 0x29) {
      if (byte === 0x73) {
        this.#stale = true;
      }
      byte = text[++p];
    }
    while (byte !== LF && byte !== OPEN) {
      byte = text[++p];
    }
    this.#originAs = -1;
    // `[i]` without an AS, and an address where the route is not of BGP.
    if (byte === OPEN && text[p + 1] === 0x41 && text[p + 2] === 0x53) {
      p = this.#scan.readNumber(text, p + 3);
      this.#originAs = this.#scan.number;
    }
    return skipLine(text, p);
  }

  /** `2001:db8::/32` and a space; anything else leaves no network. */
  #network(text: Uint8Array, at: number): number {
    const { address } = this.#scan;
    let p = this.#scan.readAddress(text, at);
    const { size } = address;
    this.#family = 0;
    this.#earlier.length = 0;
    if (size === 0 || text[p] !== SLASH) {
      return p;
    }
    p = this.#scan.readNumber(text, p + 1);
    const length = this.#scan.number;
    if (length < 0 || length > 8 * size || text[p] !== SPACE) {
      return p;
    }
    // `2001:db8::/32 from ::/0` is another kind of network.
    if (text[p + 1] === 0x66 && text[p + 2] === 0x72) {
      return p;
    }
    const out = size === 4 ? this.#v4 : this.#v6;
    const whole = length >> 3;
    for (let index = 0; index < size; index++) {
      out[index] = index < whole ? address.bytes[index] : 0;
    }
    if (length & 7) {
      out[whole] = address.bytes[whole] & (0xff00 >> (length & 7));
    }
    this.#family = size === 4 ? 4 : 6;
    this.#record.address = out;
    this.#record.length = length;
    return p;
  }

  /** Hands over the path that was read. */
  #close(): Promise<void> | undefined {
    if (!this.#open) {
      return undefined;
    }
    this.#open = false;
    const { sessions, filtered = false, sink } = this.#options;
    const record = this.#record;
    const origin =
      this.#origin ?? (sessions?.has(this.#protocol) ? 'bgp' : 'other');
    const bgp = origin === 'bgp';
    record.family = this.#family === 6 ? 6 : 4;
    record.origin = origin;
    record.session = bgp ? this.#protocol : '';
    record.attributes = this.#attributes.finish();
    record.pathId =
      bgp && this.#pathId >= 0 ? this.#pathId : this.#ordinal(record.session);
    let flags: number = filtered ? PathFlag.filtered : PathFlag.accepted;
    if (bgp) {
      flags |= PathFlag.received;
      if (this.#unreachable) {
        flags |= PathFlag.unreachable;
      }
    }
    if (this.#best && !filtered) {
      flags |= PathFlag.best;
    }
    if (this.#stale) {
      flags |= PathFlag.stale;
    }
    record.flags = flags;
    this.paths++;
    return sink(record) || undefined;
  }

  /**
   * BIRD 2 does not print ADD-PATH identifiers: further paths of a session to
   * the same network are numbered in its order. So are routes of other
   * protocols, which have no session, and of which each has its own identifiers.
   */
  #ordinal(session: string): number {
    let count = 0;
    for (const earlier of this.#earlier) {
      if (earlier === session) {
        count++;
      }
    }
    this.#earlier.push(session);
    return count;
  }
}

function startsWith(text: Uint8Array, at: number, start: Uint8Array): boolean {
  for (let index = 0; index < start.length; index++) {
    if (text[at + index] !== start[index]) {
      return false;
    }
  }
  return true;
}

/** BIRD's sources of routes by their first letters. */
function readOrigin(text: Uint8Array, at: number): PathOrigin {
  switch (text[at]) {
    case 0x42: // BGP, and not Babel
      return text[at + 1] === 0x47 ? 'bgp' : 'other';
    case 0x73: // static, static-device
      return text[at + 6] === DASH ? 'direct' : 'static';
    case 0x69: // inherit
      return 'kernel';
    case 0x64: // device
      return 'direct';
    case 0x4f: // OSPF, OSPF-IA, OSPF-E1, OSPF-E2
      return 'ospf';
    default:
      return 'other';
  }
}

/** Four digits, or -1. */
function readCode(text: Uint8Array, at: number): number {
  let code = 0;
  for (let p = at; p < at + 4; p++) {
    const digit = text[p] - 48;
    if (!(digit >= 0 && digit <= 9)) {
      return -1;
    }
    code = code * 10 + digit;
  }
  return code;
}

function notAReply(text: Buffer, at: number): RouteSourceError {
  const line = text.toString('latin1', at, Math.min(at + 80, text.length));
  return new RouteSourceError(
    'protocol',
    `BIRD sent a line that is no reply: ${JSON.stringify(line.split('\n')[0])}`,
  );
}
