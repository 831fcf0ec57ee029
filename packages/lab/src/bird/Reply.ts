/**
 * Writes a reply as BIRD 2 does: a line has its code in front, `-` behind the
 * code when more lines follow, and only a space instead of both when the line
 * before had the same code.
 */
export class Reply {
  #text = '';
  #last = 0;

  get text(): string {
    return this.#text;
  }

  /** One of several lines. */
  line(code: number, text: string): this {
    const head = code === this.#last ? ' ' : `${digits(code)}-`;
    this.#last = code;
    return this.#add(head, text);
  }

  /** The last line. */
  end(code: number, text = ''): string {
    this.#add(`${digits(code)} `, text);
    return this.#text;
  }

  #add(head: string, text: string): this {
    this.#text += `${head}${text}\n`;
    return this;
  }
}

function digits(code: number): string {
  return String(code).padStart(4, '0');
}
