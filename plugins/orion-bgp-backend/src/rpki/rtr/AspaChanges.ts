import { Aspa } from '../json/readRoa';

/** What a cache said last, by customer and family. */
export type KnownAspas = ReadonlyMap<string, Aspa>;

/**
 * What one answer of a cache changes in its ASPAs; applied as a whole at its end.
 * It throws where customers and their providers are more than `most`, in it or
 * after it: one ASPA alone may name thousands.
 */
export class AspaChanges {
  readonly #most: number;
  #count = 0;
  /** The last word on a customer counts; null: taken back. */
  readonly #said = new Map<string, Aspa | null>();

  constructor(most = Infinity) {
    this.#most = most;
  }

  get size(): number {
    return this.#said.size;
  }

  add(pdu: {
    announce: boolean;
    customer: number;
    providers: number[];
    family?: 4 | 6;
  }): void {
    const { announce, customer, providers, family } = pdu;
    this.#count += 1 + providers.length;
    this.#check(this.#count);
    this.#said.set(
      `${customer} ${family ?? ''}`,
      announce ? { customer, providers } : null,
    );
  }

  /** What is known after; of nothing when the cache sends everything. */
  apply(before: KnownAspas | undefined): KnownAspas {
    const after = new Map(before);
    for (const [key, aspa] of this.#said) {
      if (aspa) {
        after.set(key, aspa);
      } else {
        after.delete(key);
      }
    }
    let count = 0;
    for (const { providers } of after.values()) {
      count += 1 + providers.length;
    }
    this.#check(count);
    return after;
  }

  #check(count: number): void {
    if (count > this.#most) {
      throw new Error(
        `its ASPAs have more than ${this.#most} customers and providers`,
      );
    }
  }
}
