import { AsPathPatternError, AsnRange, MAX_ASN } from './PathNode';

/** Longest pattern. */
const MAX_LENGTH = 300;

/** A pattern being read from left to right. */
export class PatternReader {
  readonly #text: string;
  #at: number;
  readonly #end: number;

  constructor(text: string, from = 0, end = text.length) {
    if (text.length > MAX_LENGTH) {
      throw new AsPathPatternError(
        `a pattern has at most ${MAX_LENGTH} characters`,
        MAX_LENGTH + 1,
      );
    }
    this.#text = text;
    this.#at = from;
    this.#end = end;
  }

  get at(): number {
    return this.#at;
  }

  /** The next character, `''` at the end. */
  peek(): string {
    return this.#at < this.#end ? this.#text[this.#at] : '';
  }

  /** True and past it when this comes next. */
  take(text: string): boolean {
    const found =
      this.#at + text.length <= this.#end &&
      this.#text.startsWith(text, this.#at);
    this.#at += found ? text.length : 0;
    return found;
  }

  skip(blanks: RegExp): void {
    while (this.#at < this.#end && blanks.test(this.#text[this.#at])) {
      this.#at++;
    }
  }

  /** Undefined when no number comes next. */
  takeNumber(limit: number, what: string): number | undefined {
    const from = this.#at;
    let value = 0;
    while (/\d/.test(this.peek()) && this.peek() !== '') {
      value = value * 10 + Number(this.peek());
      this.#at++;
      if (value > limit) {
        throw new AsPathPatternError(`${what} is at most ${limit}`, from + 1);
      }
    }
    return this.#at > from ? value : undefined;
  }

  /** An ASN, `AS` before it allowed; undefined when none comes next. */
  takeAsn(): number | undefined {
    const from = this.#at;
    if (/a/i.test(this.peek())) {
      this.#at++;
      if (!/s/i.test(this.peek())) {
        this.fail(`"${this.#text[from]}" has no meaning here`, from);
      }
      this.#at++;
      if (!/\d/.test(this.peek())) {
        this.fail('a number comes after AS', this.#at);
      }
    }
    return this.takeNumber(MAX_ASN, 'an AS number');
  }

  /** `64500`, or `64496-64511` with the given sign between. */
  takeRange(between: string): AsnRange | undefined {
    const from = this.#at;
    const first = this.takeAsn();
    if (first === undefined) {
      return undefined;
    }
    if (!this.take(between)) {
      return [first, first];
    }
    const last = this.takeAsn();
    if (last === undefined) {
      return this.fail(`a number comes after "${between}"`, this.#at);
    }
    return last < first
      ? this.fail(`${first}${between}${last} runs backwards`, from)
      : [first, last];
  }

  fail(message: string, at = this.#at): never {
    throw new AsPathPatternError(message, at + 1);
  }
}
