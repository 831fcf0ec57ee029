import { AspaTable } from '../../rpki/aspa/AspaTable';
import { AspaCode, readAspaCode } from '../../rpki/aspa/readAspaCode';
import { grow } from './grow';
import type { PathColumns } from './PathColumns';

/**
 * What ASPAs say of each path, four bytes for each: an `AspaCode`, and which AS
 * the path begins with. Filled behind the paths, a piece at a time; free while
 * nobody has ASPAs.
 */
export class AspaColumn {
  readonly #paths: PathColumns;
  readonly #scratch = new Uint32Array(1 << 14);
  readonly #firsts = new Map<number, number>();
  #aspas?: AspaTable;
  #generation = 0;
  /** Of paths below this the verdict is known. */
  #filled = 0;
  words = new Uint32Array(0);
  /** Grows when all verdicts have to be looked up anew. */
  version = 0;

  constructor(paths: PathColumns) {
    this.#paths = paths;
  }

  get byteLength(): number {
    return this.words.byteLength;
  }

  /** From now on with these; those of before count no longer. */
  use(aspas: AspaTable | undefined): void {
    if (aspas !== this.#aspas) {
      this.#aspas = aspas;
      this.#forget();
    }
  }

  /** Judges at most so many more paths; true when none is left. */
  fill(most = Infinity): boolean {
    const { count, generation } = this.#paths;
    if (!this.#aspas) {
      return true;
    }
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#forget();
    }
    this.words = grow(this.words, count);
    const end = Math.min(count, this.#filled + most);
    for (let path = this.#filled; path < end; path++) {
      this.words[path] = this.#judge(path, this.#aspas);
    }
    this.#filled = end;
    return end === count;
  }

  /** What the words of paths that begin with this AS have above the code; undefined when none does. */
  firstOf(asn: number): number | undefined {
    return this.#firsts.get(asn);
  }

  #judge(path: number, aspas: AspaTable): number {
    if (path === 0) {
      return AspaCode.wrong;
    }
    let code: number = AspaCode.wrong;
    this.#paths.matches(path, {
      matches: (bytes, from, to) => {
        code = readAspaCode(bytes, from, to, aspas, this.#scratch);
        return true;
      },
    });
    return code | (this.#number(this.#scratch[0]) << AspaCode.bits);
  }

  #number(asn: number): number {
    const known = this.#firsts.get(asn);
    if (known !== undefined) {
      return known;
    }
    const next = this.#firsts.size + 1;
    this.#firsts.set(asn, next);
    return next;
  }

  #forget(): void {
    this.version += 1;
    this.#filled = 0;
    this.#firsts.clear();
    this.words = new Uint32Array(0);
  }
}
