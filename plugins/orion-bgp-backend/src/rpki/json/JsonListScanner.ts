/** Longest text of one entry. */
const MAX_ENTRY = 1 << 20;
/** No validator nests deeper than ten. */
const MAX_DEPTH = 100;

/**
 * Reads a large JSON object whose members are lists, piece by piece: each
 * object of a list is parsed on its own and handed over, so the whole never
 * stands in memory. Of members that are objects those are handed over that are
 * asked for by name; everything else is passed over, but for its brackets: a text
 * in which one is wrong was damaged, and what it lost is not known.
 */
export class JsonListScanner {
  readonly #onEntry: (list: string, entry: unknown) => void;
  readonly #objects: { [name: string]: (value: unknown) => void };
  /** What closes each bracket that is open. */
  readonly #closers: number[] = [];
  #inString = false;
  #escaped = false;
  /** The last string at depth 1: the name of the member that follows. */
  #name = '';
  /** Text of the string or entry being read, from earlier pieces. */
  #kept = '';
  #keeping: 'nothing' | 'name' | 'entry' = 'nothing';
  #lists = new Set<string>();
  #inList = false;
  #started = false;

  constructor(
    onEntry: (list: string, entry: unknown) => void,
    objects: { [name: string]: (value: unknown) => void } = {},
  ) {
    this.#onEntry = onEntry;
    this.#objects = objects;
  }

  /** Names of the lists seen so far. */
  get lists(): ReadonlySet<string> {
    return this.#lists;
  }

  /** @throws SyntaxError when it cannot be JSON. */
  write(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) {
          this.#escaped = false;
        } else if (code === 0x5c) {
          this.#escaped = true;
        } else if (code === 0x22) {
          this.#inString = false;
          if (this.#keeping === 'name') {
            this.#name = JSON.parse(this.#take(text, from, at + 1));
          }
        }
        continue;
      }
      switch (code) {
        case 0x22: // "
          this.#inString = true;
          this.#assertInside();
          if (this.#depth === 1) {
            this.#keeping = 'name';
            from = at;
          }
          break;
        case 0x7b: // {
        case 0x5b: // [
          this.#open(code);
          if (code === 0x7b && this.#depth === this.#entryDepth) {
            this.#keeping = 'entry';
            from = at;
          }
          break;
        case 0x7d: // }
        case 0x5d: // ]
          if (this.#keeping === 'entry' && this.#depth === this.#entryDepth) {
            const value = JSON.parse(this.#take(text, from, at + 1));
            if (this.#inList) {
              this.#onEntry(this.#name, value);
            } else {
              this.#objects[this.#name](value);
            }
          }
          this.#close(code);
          break;
        default:
          if (code > 0x20) {
            this.#assertInside();
          }
      }
    }
    if (this.#keeping !== 'nothing') {
      this.#kept += text.slice(from);
      if (this.#kept.length > MAX_ENTRY) {
        throw new SyntaxError('an entry is longer than a megabyte');
      }
    }
  }

  /** @throws SyntaxError when the text ended too early. */
  end(): void {
    if (!this.#started || this.#depth !== 0 || this.#inString) {
      throw new SyntaxError('the text is cut off or no JSON object');
    }
  }

  get #depth(): number {
    return this.#closers.length;
  }

  /** Where an object that is handed over begins; nowhere in one nobody asked for. */
  get #entryDepth(): number {
    if (this.#inList) {
      return 3;
    }
    return Object.hasOwn(this.#objects, this.#name) ? 2 : 0;
  }

  #open(code: number): void {
    if (this.#depth === 0 && (code !== 0x7b || this.#started)) {
      throw new SyntaxError('the text is not one JSON object');
    }
    this.#started = true;
    if (this.#depth === 1 && code === 0x5b) {
      this.#inList = true;
      this.#lists.add(this.#name);
    }
    if (this.#depth === MAX_DEPTH) {
      throw new SyntaxError(`it is nested deeper than ${MAX_DEPTH}`);
    }
    // Both kinds close two code points behind.
    this.#closers.push(code + 2);
  }

  #close(code: number): void {
    if (this.#closers.pop() !== code) {
      throw new SyntaxError('a bracket closes what it did not open');
    }
    this.#inList &&= this.#depth >= 2;
  }

  /** Around the one object there is nothing. */
  #assertInside(): void {
    if (this.#depth === 0) {
      throw new SyntaxError(
        this.#started
          ? 'the text is not one JSON object'
          : 'the text is no JSON object',
      );
    }
  }

  #take(text: string, from: number, to: number): string {
    const taken = this.#kept + text.slice(this.#kept ? 0 : from, to);
    this.#kept = '';
    this.#keeping = 'nothing';
    return taken;
  }
}
