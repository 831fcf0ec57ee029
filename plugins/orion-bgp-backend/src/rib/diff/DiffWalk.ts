import { PathFlag } from '../../routes/RouteSource';
import { MovedShare } from '../moves/mayHaveMoved';
import { MovedPrefixes } from '../moves/MoveLog';
import { compareKeys, PrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';
import { BlockComparer } from './BlockComparer';
import { AlikeRows, countAlike } from './countAlike';
import { countApart } from './countApart';
import { DiffField, diffFields, fieldBit, fieldsOf } from './diffFields';
import { DiffClass, DiffOptions } from './DiffOptions';
import { defaultNormalisations } from './normalisations';
import { pairRoutes } from './pairRoutes';
import { compareRuns, PrefixRun } from './PrefixRun';
import { RowSelector } from './RowSelector';
import { DiffCounts, DiffExample, DiffSides, TableDiff } from './TableDiff';

const counterOf = {
  'only-a': 'onlyA',
  'only-b': 'onlyB',
  different: 'different',
} as const;

/** One comparison of two tables without pending changes. */
export class DiffWalk {
  readonly #a: RibTable;
  readonly #b: RibTable;
  readonly #options: DiffOptions;
  /** One path per prefix is compared: the chosen one. */
  readonly #isChoice: boolean;
  readonly #selectA: RowSelector;
  readonly #selectB: RowSelector;
  readonly #rests: BlockComparer;
  readonly #communities: BlockComparer;
  readonly #examples: DiffExample[] = [];
  #next?: PrefixKey;
  #full = false;
  #same = 0;
  readonly #apart: DiffSides = { onlyA: 0, onlyB: 0, different: 0 };
  /** Of those that moved, which are not among the others. */
  readonly #moved: DiffSides = { onlyA: 0, onlyB: 0, different: 0 };
  readonly #moves?: MovedPrefixes;
  readonly #key: PrefixKey = { family: 4, a: 0, b: 0, c: 0, d: 0, length: 0 };
  #lastBits = 0;
  /** By the bits of an answer. */
  readonly #byBits = new Map<number, number>();

  /** @param moves - prefixes whose differences are only counted */
  constructor(
    a: RibTable,
    b: RibTable,
    options: DiffOptions,
    moves?: MovedPrefixes,
  ) {
    this.#moves = moves?.isEmpty ? undefined : moves;
    this.#a = a;
    this.#b = b;
    this.#options = options;
    this.#isChoice = options.scope === 'best' || options.scope === 'exported';
    this.#selectA = new RowSelector(a, options, 'a');
    this.#selectB = new RowSelector(b, options, 'b');
    const ignore = options.ignore ?? defaultNormalisations;
    this.#rests = new BlockComparer(a.pool.rests, ignore, a.asn);
    this.#communities = new BlockComparer(a.pool.communities, ignore, a.asn);
  }

  /**
   * Walks over the prefixes of a family; IPv4 comes first. Answers of how many of
   * its routes how many differences were put down to moves.
   */
  compare(family: 4 | 6): MovedShare {
    const before = this.#soFar();
    this.#walk(family);
    const { compared, moved } = this.#soFar();
    return {
      moved: moved - before.moved,
      compared: compared - before.compared,
    };
  }

  #walk(family: 4 | 6): void {
    const a = this.#a.family(family).base;
    const b = this.#b.family(family).base;
    const runA = new PrefixRun(a, this.#selectA);
    const runB = new PrefixRun(b, this.#selectB);
    while (runA.size > 0 || runB.size > 0) {
      const order = compareRuns(runA, runB);
      if (order < 0) {
        runA.places.forEach(at => this.#note('only-a', 0, at, -1, a, b));
      } else if (order > 0) {
        runB.places.forEach(at => this.#note('only-b', 0, -1, at, a, b));
      } else {
        this.#comparePrefix(runA, runB);
      }
      // Pages end between prefixes, so that a cursor is a prefix.
      this.#full ||= this.#examples.length >= this.#options.limit;
      const alike = order === 0 ? this.#skipAlike(runA, runB) : undefined;
      if (order <= 0) {
        runA.advance(alike?.nextA);
      }
      if (order >= 0) {
        runB.advance(alike?.nextB);
      }
    }
  }

  /** How many differences the moves took away so far, and of how many routes. */
  #soFar(): MovedShare {
    const { onlyA, onlyB, different } = this.#moved;
    const common = this.#same + this.#apart.different + different;
    const [a, b] = [this.#apart.onlyA + onlyA, this.#apart.onlyB + onlyB];
    return {
      moved: countApart(this.#moved),
      compared: common + Math.max(a, b),
    };
  }

  /** What the walks found. */
  result(): TableDiff {
    const fields = Object.fromEntries(
      diffFields.map(field => [field, 0]),
    ) as Record<DiffField, number>;
    const ignored: DiffCounts['ignored'] = {};
    for (const [bits, count] of this.#byBits) {
      fieldsOf(bits).forEach(field => (fields[field] += count));
      for (const name of this.#rests.usedIn(bits)) {
        ignored[name] = (ignored[name] ?? 0) + count;
      }
    }
    return {
      counts: {
        same: this.#same,
        ...this.#apart,
        fields,
        ignored,
        moved: this.#moved,
      },
      examples: this.#examples,
      next: this.#next,
    };
  }

  /** Counts the rows behind both runs that differ no more than the last pair did. */
  #skipAlike(runA: PrefixRun, runB: PrefixRun): AlikeRows | undefined {
    const { flag } = this.#selectA;
    const bits = this.#lastBits;
    if (flag === undefined || bits << 16 !== 0) {
      return undefined;
    }
    const side = ({ rows, next }: PrefixRun, { neighbors }: RowSelector) => ({
      rows,
      from: next,
      neighbors,
    });
    const alike = countAlike(
      side(runA, this.#selectA),
      side(runB, this.#selectB),
      { flag, rests: this.#rests, bits },
    );
    this.#same += alike.count;
    this.#addBits(bits, alike.count);
    return alike;
  }

  #addBits(bits: number, count: number): void {
    if (bits !== 0 && count > 0) {
      this.#byBits.set(bits, (this.#byBits.get(bits) ?? 0) + count);
    }
  }

  #comparePrefix(runA: PrefixRun, runB: PrefixRun): void {
    const a = runA.rows;
    const b = runB.rows;
    // Nearly all prefixes: one path on each side, over the same neighbor.
    if (
      runA.size === 1 &&
      runB.size === 1 &&
      this.#group(this.#selectA, a, runA.first) ===
        this.#group(this.#selectB, b, runB.first)
    ) {
      this.#comparePair(a, runA.first, b, runB.first);
      return;
    }
    const pairs = pairRoutes(
      runA.places.map(at => ({ at, group: this.#group(this.#selectA, a, at) })),
      runB.places.map(at => ({ at, group: this.#group(this.#selectB, b, at) })),
      (atA, atB) => this.#bits(a, atA, b, atB) << 16 === 0,
    );
    for (const [atA, atB] of pairs) {
      if (atB < 0) {
        this.#note('only-a', 0, atA, -1, a, b);
      } else if (atA < 0) {
        this.#note('only-b', 0, -1, atB, a, b);
      } else {
        this.#comparePair(a, atA, b, atB);
      }
    }
  }

  #comparePair(a: Rows, atA: number, b: Rows, atB: number): void {
    const bits = this.#bits(a, atA, b, atB);
    this.#lastBits = bits;
    if (bits << 16 === 0) {
      this.#addBits(bits, 1);
      this.#same++;
    } else {
      this.#note('different', bits, atA, atB, a, b);
    }
  }

  #bits(a: Rows, atA: number, b: Rows, atB: number): number {
    let bits =
      this.#rests.compare(a.rest[atA], b.rest[atB]) |
      this.#communities.compare(a.community[atA], b.community[atB]);
    const [pathA, pathB] = [a.path[atA], b.path[atB]];
    const { paths } = this.#a.pool;
    // BIRD lists its own routes without AS_PATH, GoBGP with an empty one.
    if (pathA !== pathB && !(paths.isEmpty(pathA) && paths.isEmpty(pathB))) {
      bits |= fieldBit('asPath');
    }
    const otherBest = this.#isChoice
      ? this.#selectA.neighbor(a, atA) !== this.#selectB.neighbor(b, atB)
      : ((a.flags[atA] ^ b.flags[atB]) & PathFlag.best) !== 0;
    return otherBest ? bits | fieldBit('bestPath') : bits;
  }

  /** Paths of one group are paired. What a router chose belongs together whoever it came from. */
  #group(selector: RowSelector, rows: Rows, at: number): number {
    return this.#isChoice ? 0 : selector.neighbor(rows, at);
  }

  #note(
    its: DiffClass,
    bits: number,
    atA: number,
    atB: number,
    a: Rows,
    b: Rows,
  ): void {
    if (this.#hasMoved(atA, atB, a, b)) {
      this.#moved[counterOf[its]]++;
      return;
    }
    this.#apart[counterOf[its]]++;
    this.#addBits(bits, 1);
    if (this.#full && this.#next) {
      return;
    }
    const { classes, fields: wanted, after } = this.#options;
    const fields = fieldsOf(bits);
    if (
      (classes && !classes.includes(its)) ||
      (wanted && !fields.some(field => wanted.includes(field)))
    ) {
      return;
    }
    const key = atA < 0 ? b.readKey(atB) : a.readKey(atA);
    if (after && compareKeys(key, after) <= 0) {
      return;
    }
    if (this.#full) {
      this.#next = this.#lastKey();
      return;
    }
    this.#examples.push({
      class: its,
      fields,
      a: atA < 0 ? undefined : { table: this.#a, rows: a, at: atA },
      b: atB < 0 ? undefined : { table: this.#b, rows: b, at: atB },
    });
  }

  #hasMoved(atA: number, atB: number, a: Rows, b: Rows): boolean {
    if (!this.#moves) {
      return false;
    }
    if (atA < 0) {
      b.readKeyInto(atB, this.#key);
    } else {
      a.readKeyInto(atA, this.#key);
    }
    return this.#moves.has(this.#key);
  }

  #lastKey(): PrefixKey | undefined {
    const last = this.#examples[this.#examples.length - 1];
    const route = last?.a ?? last?.b;
    return route?.rows.readKey(route.at);
  }
}
