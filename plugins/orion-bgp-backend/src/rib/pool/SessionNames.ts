/** Numbers of 16 bits for names of sessions, the same in all tables. */
export class SessionNames {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];

  get count(): number {
    return this.#names.length;
  }

  /** Its number, a new one for a new name. */
  intern(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) {
      return known;
    }
    if (this.#names.length > 0xffff) {
      throw new RangeError('more than 65,536 names of sessions');
    }
    this.#ids.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** Undefined for a name no table has. */
  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  name(id: number): string {
    return this.#names[id];
  }
}
